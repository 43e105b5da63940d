Feature: Who gets an allotment

  Scenario: A long wait and some experience
    Given lives in the parish is yes
    And days waited is 400 days
    And experience is a little
    When the case is decided
    Then the outcome is plot

  Scenario: Without experience there is no plot
    Given lives in the parish is yes
    And days waited is 400 days
    And experience is none
    When the case is decided
    Then the outcome is refusal
