Feature: Who goes with whom, over all services

  Leaders, acquirers, suppliers and bidders are sought over the whole portfolio. What is found is a
  proposal: people decide.

  Background:
    Given the portfolio "cases/2012"

  Scenario: A service that stops is offered a leader from one that passed, a neighbour first
    When the portfolio is decided
    Then DON-1 proposes best-west for peninsula
    And in the portfolio leaders proposed of peninsula is 1
    And in the portfolio Q10 of peninsula is scenario one

  Scenario: No service lends its leaders that has not passed well
    When the portfolio is decided
    Then DON-1 may not pair peninsula with south-london
    And DON-1 may not pair peninsula with west-mercia

  Scenario: A service whose leaders are not lacking is not asked about donors
    When the portfolio is decided
    Then DON-1 is not asked about arden
