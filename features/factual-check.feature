Feature: Does the factual check change the record? (Q33)
  No appeal is reported, and no factual check either. Both its time and what follows from an error are
  ours.

  Background:
    Given the case file "cases/examples/sound.json"
    And draft shown on is 26 April 2012

  Scenario: Nothing is claimed in time
    Given claimed errors:
      | id | claimed on | upheld | touches a grade |
    When the case is decided as of 12 May 2012
    Then last day of the factual check is 11 May 2012
    And Q33 is uphold

  Scenario: There is still time
    Given claimed errors:
      | id | claimed on | upheld | touches a grade |
    When the case is decided as of 11 May 2012
    Then Q33 is wait for the service

  Scenario Outline: One claimed error
    Given claimed errors:
      | id | claimed on | upheld   | touches a grade |
      | e  | <claimed>  | <upheld> | <grade>         |
    When the case is decided as of 14 May 2012
    Then Q33 is <ruling>
    And the reasons for Q33 include FACT-3/row/<row>
    And among claimed errors e has claim ruling <claim>

    Examples:
      | claimed     | upheld | grade | ruling             | row     | claim              |
      | 11 May 2012 | yes    | yes   | decide again       | again   | decide again       |
      | 11 May 2012 | yes    | no    | correct the record | correct | correct the record |
      | 11 May 2012 | no     | yes   | uphold             | uphold  | turned down        |
      | 12 May 2012 | yes    | yes   | uphold             | uphold  | too late           |

  Scenario: An error on which a grade rests comes before one on which none does
    Given claimed errors:
      | id | claimed on | upheld | touches a grade |
      | e  | 2 May 2012 | yes    | no              |
      | f  | 3 May 2012 | yes    | yes             |
    When the case is decided as of 4 May 2012
    Then Q33 is decide again

  Scenario: The time for it is a setting
    Given claimed errors:
      | id | claimed on | upheld | touches a grade |
    And the setting days of the factual check is 5
    When the case is decided as of 4 May 2012
    Then last day of the factual check is 3 May 2012
    And Q33 is uphold

  Scenario: Before a draft is shown nothing is asked
    Given draft shown on is unknown
    When the case is decided as of 12 May 2012
    Then Q33 is not asked

  Scenario: An error on which no grade rests is corrected while others may still be claimed
    Given claimed errors:
      | id | claimed on    | upheld | touches a grade |
      | e  | 30 April 2012 | yes    | no              |
    When the case is decided as of 2 May 2012
    Then Q33 is correct the record
