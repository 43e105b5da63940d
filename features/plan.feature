Feature: Is there a plan to assess? (Q01)
  Checkpoint two looks at areas whose clusters build a support service. In four areas they did not.

  Scenario: The clusters build a support service
    Given cluster statement is css plan
    When the case is decided
    Then Q01 is assess

  Scenario: An area that leaves support to local arrangements is not assessed
    Given the case file "cases/examples/no-plan.json"
    When the case is decided
    Then Q01 is local support
    And Q02 is not asked
    And Q03 is not asked
    And Q10 is not asked

  Scenario: Nobody has said whether there is a plan
    Given the case file "cases/examples/sound.json"
    And cluster statement is unknown
    When the case is decided
    Then Q01 is undecided
    And the outcome is undecided
    And we should ask for cluster statement
