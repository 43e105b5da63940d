Feature: Was the submission complete and in time? (Q02)
  The plans were due at the end of March 2012. No paper says what a late plan leads to, so the day of
  grace and the discretion over it are settings, and an outcome is given for accepted plans only.

  Background:
    Given the case file "cases/examples/sound.json"

  Scenario Outline: What became of the submission
    Given outline business plan received is <received>
    And plan receipt date is <day>
    And late plan allowed is <allowed>
    And financial plan received is <financial>
    When the case is decided
    Then plan admitted is <admitted>
    And Q02 is <status>

    Examples:
      | received | day           | allowed | financial | admitted | status     |
      | yes      | 29 March 2012 | no      | yes       | yes      | accepted   |
      | yes      | 30 March 2012 | no      | yes       | yes      | accepted   |
      | yes      | 31 March 2012 | no      | yes       | no       | late       |
      | yes      | 31 March 2012 | yes     | yes       | yes      | accepted   |
      | yes      | 10 April 2012 | yes     | yes       | yes      | accepted   |
      | yes      | 11 April 2012 | yes     | yes       | no       | late       |
      | yes      | 11 April 2012 | yes     | no        | no       | late       |
      | yes      | 30 March 2012 | no      | no        | yes      | incomplete |
      | no       | 30 March 2012 | no      | no        | yes      | missing    |

  Scenario Outline: Only an accepted submission is graded
    Given outline business plan received is <received>
    And plan receipt date is <day>
    And late plan allowed is <allowed>
    And financial plan received is <financial>
    When the case is decided
    Then Q02 is <status>
    And ready to grade is <ready>

    Examples:
      | received | day          | allowed | financial | status     | ready |
      | yes      | 5 April 2012 | yes     | yes       | accepted   | yes   |
      | yes      | 5 April 2012 | unknown | yes       | late       | no    |
      | yes      | 5 April 2012 | yes     | no        | incomplete | no    |
      | no       | unknown      | no      | unknown   | missing    | no    |

  Scenario: A late plan that nobody spoke for is not let in
    Given the case file "cases/examples/late-submission.json"
    When the case is decided
    Then late plan let in is no
    And Q02 is late
    And Q10 is not asked

  Scenario: The discretion over late plans is a setting
    Given plan receipt date is 2 April 2012
    And late plan allowed is yes
    And the setting grace at discretion is 0 days
    When the case is decided
    Then Q02 is late

  Scenario: A later deadline is a setting too
    Given plan receipt date is 2 April 2012
    And the setting submission deadline is 5 April 2012
    When the case is decided
    Then Q02 is accepted

  Scenario: A day that is not on file leaves the submission open, and does not fail it
    Given plan receipt date is unknown
    When the case is decided
    Then Q02 is undecided
    And Q10 is undecided
    And we should ask for plan receipt date
