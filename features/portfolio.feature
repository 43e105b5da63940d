Feature: Who goes with whom, over all services

  Leaders, acquirers, suppliers and bidders are sought over the whole portfolio. What is found is a
  proposal: people decide.

  Background:
    Given the portfolio "cases/2012"

  Scenario: A service that stops is offered a leader from one that passed, a neighbour first
    When the portfolio is decided
    Then DON-1 proposes arden for west-mercia
    And in the portfolio leaders proposed of west-mercia is 1
    And in the portfolio Q10 of west-mercia is scenario one

  Scenario: A service whose customers have turned away is offered neither leaders nor an acquirer
    When the portfolio is decided
    Then DON-1 is not asked about peninsula
    And CAND-2 is not asked about peninsula
    And ACQ-1 is not asked about peninsula
    And in the portfolio Q10 of peninsula is scenario one

  Scenario: No service lends its leaders that has not passed well
    When the portfolio is decided
    Then DON-1 may not pair west-mercia with south-london
    And DON-1 may not pair west-mercia with peninsula

  Scenario: A service whose leaders are not lacking is not asked about donors
    When the portfolio is decided
    Then DON-1 is not asked about arden
