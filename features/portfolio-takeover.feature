Feature: Who could take over a service that stops, over all services together
  The board could force a takeover by a viable service. Limits and the order of preferences are ours.

  Background:
    Given a portfolio of these cases:
      | id      | like                      | css consents | outcome published on | population served |
      | near    | cases/examples/sound.json | yes          | 14 May 2012          | 2000000           |
      | far     | cases/examples/sound.json | yes          | 14 May 2012          | 1500000           |
      | large   | cases/examples/sound.json | yes          | 14 May 2012          | 1900000           |
      | stopped | cases/examples/sound.json | no           | 14 May 2012          | 3300000           |
    And in the case of stopped the customers are:
      | id    | population | wants to leave | in house capacity | supplier named |
      | group | 600000     | no             | no                | no             |
    And in the case of stopped the neighbours are:
      | id   | css  |
      | near | near |

  Scenario: A neighbour comes first
    When the portfolio is decided as of 1 July 2012
    Then ACQ-1 may pair stopped with near
    And ACQ-1 may pair stopped with far
    And ACQ-1 proposes near for stopped
    And in the portfolio the acquirers proposed of stopped is 1
    And ACQ-1 is not asked about far

  Scenario: Without a neighbour, one that keeps within the combined size and is smaller
    Given in the case of stopped the neighbours are:
      | id | css |
    When the portfolio is decided as of 1 July 2012
    Then ACQ-1 proposes far for stopped

  Scenario: A service under greater oversight, or behind with its own plan, takes over nobody
    Given in the case of near the letters of intent is 60%
    And in the case of far the milestones are:
      | id | domain   | critical | due date    |
      | m1 | business | yes      | 1 June 2012 |
    When the portfolio is decided as of 1 July 2012
    Then ACQ-1 may not pair stopped with near
    And ACQ-1 may not pair stopped with far
    And ACQ-1 proposes large for stopped

  Scenario: A service that has closed is taken over by nobody
    Given in the case of stopped the service closed on is 20 June 2012
    When the portfolio is decided as of 1 July 2012
    Then ACQ-1 is not asked about stopped
    And in the portfolio the acquirers proposed of stopped is 0

  Scenario: An area without a service takes over nobody, and is taken over by nobody
    Given a portfolio of these cases:
      | id   | like                     |
      | area | cases/areas/suffolk.json |
    When the portfolio is decided as of 1 July 2012
    Then ACQ-1 may not pair stopped with area
    And ACQ-1 proposes near for stopped
    And ACQ-1 is not asked about area

  Scenario Outline: An acquirer that people decided is on offer for as long as it is fit, and then another
    Given in the portfolio the board chose far for stopped by ACQ-1 on 1 June 2012
    And in the case of far the <fact> is <value>
    And in the case of near the <also> is <same>
    When the portfolio is decided as of 1 July 2012
    Then ACQ-1 proposes far for stopped
    And ACQ-1 <may> stopped with far
    And in the portfolio the acquirers proposed of stopped is <offered>

    Examples:
      | fact                   | value        | also                   | same         | may          | offered |
      | region                 | north        | wind down announced on | 15 June 2012 | may pair     | 1       |
      | wind down announced on | 15 June 2012 | wind down announced on | 15 June 2012 | may not pair | 0       |
      | wind down announced on | 15 June 2012 | region                 | north        | may not pair | 1       |

  Scenario Outline: Of an acquirer that people decided the ruling knows whether it stops
    Given in the portfolio the board chose far for stopped by ACQ-1 on 1 June 2012
    And in the case of far the <fact> is <value>
    And in the case of stopped the leaders on offer is 0
    And in the case of stopped the pool leaders on offer is 0
    And in the case of stopped the acquirers on offer is 1
    And in the case of stopped the customers are:
      | id    | population | wants to leave | in house capacity | supplier named | agrees to takeover |
      | group | 600000     | no             | no                | no             | yes                |
    When the portfolio is decided as of 1 July 2012
    Then in the portfolio the Q20 of stopped is <ruling>

    Examples:
      | fact                   | value        | ruling |
      | region                 | north        | agreed |
      | wind down announced on | 15 June 2012 | unfit  |

  Scenario: An acquirer that people decided stays on offer once the service has closed
    Given in the portfolio the board chose far for stopped by ACQ-1 on 1 June 2012
    And in the case of stopped the service closed on is 20 June 2012
    When the portfolio is decided as of 1 July 2012
    Then ACQ-1 is not asked about stopped
    And in the portfolio the acquirers proposed of stopped is 1

  Scenario: A regional service takes over no national one
    Given in the case of stopped the scope is national
    When the portfolio is decided as of 1 July 2012
    Then ACQ-1 may not pair stopped with near
    And ACQ-1 proposes nobody for stopped
    And in the portfolio the acquirers proposed of stopped is 0

  Scenario Outline: How many services one takes over is a setting
    Given a portfolio of these cases:
      | id    | like                      | css consents | outcome published on | population served |
      | other | cases/examples/sound.json | no           | 14 May 2012          | 1000000           |
    And in the case of other the neighbours are:
      | id | css |
    And in the case of far the letters of intent is 60%
    And in the case of large the letters of intent is 60%
    And the setting services taken over by one is <most>
    When the portfolio is decided as of 1 July 2012
    Then ACQ-1 proposes near for stopped
    And ACQ-1 proposes <acquirer> for other

    Examples:
      | most | acquirer |
      | 1    | nobody   |
      | 2    | near     |

  Scenario: What the case itself says stands
    Given in the case of stopped the acquirers on offer is 0
    And in the case of stopped the leaders on offer is 0
    And in the case of stopped the pool leaders on offer is 0
    When the portfolio is decided as of 1 July 2012
    Then in the portfolio the Q19 of stopped is redesign

  Scenario: A takeover is the remedy where no leaders are on offer
    Given in the case of stopped the leaders on offer is 0
    When the portfolio is decided as of 1 July 2012
    Then in the portfolio the Q19 of stopped is takeover

  Scenario Outline: The acquirer that is proposed is the one of whom the ruling speaks
    Given in the case of stopped the leaders on offer is 0
    And in the case of stopped the customers are:
      | id    | population | wants to leave | in house capacity | supplier named | agrees to takeover |
      | group | 600000     | no             | no                | no             | <agrees>           |
    When the portfolio is decided as of 1 July 2012
    Then ACQ-1 proposes near for stopped
    And in the portfolio the Q20 of stopped is <ruling>

    Examples:
      | agrees | ruling                |
      | yes    | agreed with a warning |
      | no     | consent missing       |

  Scenario: The board or the groups decide who takes over, and nobody else
    Given in the portfolio the panel chose near for stopped by ACQ-1 on 1 June 2012
    When the portfolio is decided as of 1 July 2012
    Then the portfolio is refused because pairs of `ACQ-1` are decided by board, or the groups of the service

  Scenario: An acquirer that the case itself names is the one of whom the ruling speaks
    Given in the case of stopped the leaders on offer is 0
    And in the case of stopped the acquirer is far
    And in the case of stopped the acquirer outcome is greater oversight
    When the portfolio is decided as of 1 July 2012
    Then ACQ-1 proposes near for stopped
    And in the portfolio the Q20 of stopped is unfit

  Scenario: The size that is limited is that of the two services together
    Given a portfolio of these cases:
      | id    | like                      | css consents | outcome published on | population served |
      | other | cases/examples/sound.json | no           | 14 May 2012          | 1000000           |
    And in the case of stopped the neighbours are:
      | id | css |
    And in the case of other the neighbours are:
      | id | css |
    And in the case of large the letters of intent is 60%
    When the portfolio is decided as of 1 July 2012
    Then ACQ-1 proposes far for stopped
    And ACQ-1 proposes near for other
