Feature: The 26 services of May 2012
  The panels' grades are not public. With sourced facts alone the published outcome must stay possible;
  with the illustrative evidence of the case files it is the answer. That is no back-test: the
  illustrative evidence was chosen to fit.

  Scenario Outline: With illustrative evidence the published outcome is the answer
    Given the case file "cases/2012/<case>.json"
    When the case is decided as of 13 May 2012
    Then the outcome is <published>
    And there is no missing evidence

    Examples:
      | case                                      | published  |
      | south-yorkshire                           | scenario A |
      | staffordshire                             | scenario A |
      | north-west-london                         | scenario A |
      | arden                                     | scenario A |
      | north-yorkshire-and-humber                | scenario A |
      | kent-and-medway                           | scenario A |
      | merseyside                                | scenario A |
      | cheshire-warrington-and-wirral            | scenario A |
      | norfolk-and-waveney                       | scenario A |
      | north-east                                | scenario A |
      | north-and-east-london                     | scenario A |
      | west-yorkshire                            | scenario A |
      | best-west                                 | scenario A |
      | css-south                                 | scenario A |
      | greater-east-midlands                     | scenario B |
      | greater-manchester                        | scenario B |
      | cumbria-and-lancashire                    | scenario B |
      | birmingham-and-black-country              | scenario B |
      | essex                                     | scenario B |
      | south-london                              | scenario B |
      | surrey-and-sussex                         | scenario B |
      | central-southern                          | scenario B |
      | hertfordshire                             | scenario B |
      | west-mercia                               | scenario C |
      | peninsula                                 | scenario C |
      | nhs-communications-and-engagement-service | scenario C |

  Scenario Outline: With sourced facts alone the outcome is open
    Given the case file "cases/2012/<case>.json"
    When the case is decided as of 14 May 2012 on sourced facts alone
    Then the outcome can still be scenario A, scenario B, scenario C or not asked
    And we should ask for panel

    Examples:
      | case                                      |
      | south-yorkshire                           |
      | staffordshire                             |
      | north-west-london                         |
      | arden                                     |
      | north-yorkshire-and-humber                |
      | kent-and-medway                           |
      | merseyside                                |
      | cheshire-warrington-and-wirral            |
      | norfolk-and-waveney                       |
      | north-east                                |
      | north-and-east-london                     |
      | west-yorkshire                            |
      | best-west                                 |
      | css-south                                 |
      | greater-east-midlands                     |
      | greater-manchester                        |
      | cumbria-and-lancashire                    |
      | birmingham-and-black-country              |
      | essex                                     |
      | south-london                              |
      | surrey-and-sussex                         |
      | central-southern                          |
      | hertfordshire                             |
      | west-mercia                               |
      | nhs-communications-and-engagement-service |

  Scenario: A domain that fails by sourced facts alone rules the best outcome out
    Given the case file "cases/2012/peninsula.json"
    When the case is decided as of 14 May 2012 on sourced facts alone
    Then financial planning is unsound
    And business grade is fail
    And the outcome can still be scenario B, scenario C or not asked

  Scenario Outline: Each could be decided before the outcome was published
    Given the case file "cases/2012/<case>.json"
    When the case is decided as of 13 May 2012
    Then the outcome is <outcome>
    And the decision Q10 follows the policy

    Examples:
      | case         | outcome    |
      | north-east   | scenario A |
      | south-london | scenario B |
      | west-mercia  | scenario C |

  Scenario: Nothing is decided on the day the plans were due
    Given the case file "cases/2012/west-mercia.json"
    When the case is decided as of 30 March 2012
    Then Q01 is assess
    And Q02 is accepted
    And the outcome is undecided
    And we should ask for panel

  Scenario: Peninsula would not have been saved by consent
    Given the case file "cases/2012/peninsula.json"
    When the case is decided
    Then the outcome is scenario one
    And the reasons include OUT-4/row/no-plan
    And the reasons include OUT-4/row/two-failed
    And changing bdu consents to yes would give scenario one

  Scenario: The national service is not charged by the head
    Given the case file "cases/2012/nhs-communications-and-engagement-service.json"
    When the case is decided
    Then hosting charge is £0
    And margin is 1%
    And financial planning is weak

  Scenario: West Mercia failed in all three domains
    Given the case file "cases/2012/west-mercia.json"
    When the case is decided
    Then Q04 is fail
    And Q05 is fail
    And Q07 is fail

  Scenario: Cumbria and Lancashire went on although nobody led it
    Given the case file "cases/2012/cumbria-and-lancashire.json"
    When the case is decided
    Then Q04 is marginal
    And Q05 is marginal
    And Q07 is good
    And marginal domains is 2

  Scenario: Surrey and Sussex was marginal where it later broke
    Given the case file "cases/2012/surrey-and-sussex.json"
    When the case is decided
    Then Q05 is marginal
    And Q07 is marginal
    And the outcome is greater oversight

  Scenario: Central Southern's late plan was let in, and its plan lowered a good interview
    Given the case file "cases/2012/central-southern.json"
    When the case is decided
    Then Q02 is accepted
    And leadership shown is marginal
    And the reasons include PREC-1/row/lowered
