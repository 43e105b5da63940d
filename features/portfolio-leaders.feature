Feature: Who could lead a service whose leadership is lacking, over all services together
  Leaders are lent by a service that passed, or come from the pool of those assessed nationally. Limits
  and the order of preferences are ours, and what is found is a proposal.

  Background:
    Given a portfolio of these cases:
      | id      | like                      | css consents | outcome published on | population served | region |
      | near    | cases/examples/sound.json | yes          | 14 May 2012          | 2000000           | north  |
      | far     | cases/examples/sound.json | yes          | 14 May 2012          | 1500000           | south  |
      | small   | cases/examples/sound.json | yes          | 14 May 2012          | 1200000           | south  |
      | stopped | cases/examples/sound.json | no           | 14 May 2012          | 1500000           | north  |
    And in the case of near the leader terms are:
      | id   | started on   | permanent | bodies led |
      | lead | 1 March 2012 | yes       | 1          |
    And in the case of far the leader terms are:
      | id   | started on   | permanent | bodies led |
      | lead | 1 March 2012 | yes       | 1          |
    And in the case of small the leader terms are:
      | id   | started on   | permanent | bodies led |
      | lead | 1 March 2012 | yes       | 2          |
    And in the case of stopped the neighbours are:
      | id   | css  |
      | near | near |
    And in the case of stopped the customers are:
      | id    | population | wants to leave | in house capacity | supplier named |
      | group | 600000     | no             | no                | no             |
    And in the portfolio these candidates:
      | id  | assessed | available | willing to move | home region |
      | ann | good     | yes       | no              | north       |
      | bob | marginal | yes       | yes             | north       |
      | cas | good     | no        | yes             | north       |
      | dee | good     | yes       | no              | south       |
      | eve | good     | yes       | yes             | south       |

  Scenario: A neighbour that passed lends its leaders
    When the portfolio is decided as of 1 July 2012
    Then DON-1 may pair stopped with near
    And DON-1 may pair stopped with far
    And DON-1 proposes near for stopped
    And in the portfolio the leaders proposed of stopped is 1
    And in the portfolio the Q19 of stopped is leaders from a passing service

  Scenario: A later decision of the board stands in place of the earlier
    Given in the portfolio the board chose near for stopped by DON-1 on 1 June 2012
    And in the portfolio the board chose far for stopped by DON-1 on 15 June 2012
    When the portfolio is decided as of 1 July 2012
    Then DON-1 proposes far for stopped
    And in the portfolio the leaders proposed of stopped is 1

  Scenario Outline: The board alone decides whose leaders are lent, and who comes from the pool
    Given in the portfolio the panel chose <one> for stopped by <rule> on 1 June 2012
    When the portfolio is decided as of 1 July 2012
    Then the portfolio is refused because pairs of `<rule>` are decided by board, and not by the panel

    Examples:
      | rule   | one  |
      | DON-1  | near |
      | CAND-2 | ann  |

  Scenario: A leader who leads as many bodies as one may is not lent
    When the portfolio is decided as of 1 July 2012
    Then DON-1 may not pair stopped with small

  Scenario: A pair that the board decided is on offer while the lender could lend, and no room is asked for twice
    Given in the portfolio the board chose near for stopped by DON-1 on 1 June 2012
    And in the case of near the leader terms are:
      | id   | started on   | permanent | bodies led |
      | lead | 1 March 2012 | yes       | 2          |
    When the portfolio is decided as of 1 July 2012
    Then in the portfolio the Q18 of near is no
    And DON-1 may pair stopped with near
    And DON-1 proposes near for stopped
    And in the portfolio the leaders proposed of stopped is 1

  Scenario: A lender that stops after the board decided is on offer no more
    Given in the portfolio the board chose near for stopped by DON-1 on 1 June 2012
    And in the case of near the wind down announced on is 15 June 2012
    When the portfolio is decided as of 1 July 2012
    Then DON-1 may not pair stopped with near
    And in the portfolio the leaders proposed of stopped is 0
    And in the portfolio the Q19 of stopped is leaders from the pool

  Scenario: More bodies per leader let that leader be lent too
    Given the setting bodies per leader is 3
    When the portfolio is decided as of 1 July 2012
    Then DON-1 may pair stopped with small

  Scenario Outline: A leader goes to no more services than the limit leaves beside those led already
    Given a portfolio of these cases:
      | id    | like                      | css consents | outcome published on | population served | region |
      | other | cases/examples/sound.json | no           | 14 May 2012          | 1500000           | north  |
    And in the case of other the neighbours are:
      | id | css |
    And in the case of near the letters of intent is 60%
    And in the case of far the letters of intent is 60%
    And the setting bodies per leader is <most>
    When the portfolio is decided as of 1 July 2012
    Then DON-1 may pair stopped with small
    And DON-1 may pair other with small
    And DON-1 proposes <for other> for other
    And DON-1 proposes <for stopped> for stopped

    Examples:
      | most | for other | for stopped |
      | 3    | small     | nobody      |
      | 4    | small     | small       |

  Scenario: With one body per leader nobody is lent
    Given the setting bodies per leader is 1
    When the portfolio is decided as of 1 July 2012
    Then DON-1 proposes nobody for stopped
    And in the portfolio the leaders proposed of stopped is 0
    And in the portfolio the Q19 of stopped is leaders from the pool

  Scenario: A service that has not passed lends nobody
    Given in the case of near the letters of intent is 60%
    When the portfolio is decided as of 1 July 2012
    Then DON-1 may not pair stopped with near
    And DON-1 proposes far for stopped

  Scenario: A leader goes to one service more and not to two, to the neighbour first
    Given a portfolio of these cases:
      | id    | like                      | css consents | outcome published on | population served | region |
      | other | cases/examples/sound.json | no           | 14 May 2012          | 1500000           | north  |
    And in the case of other the neighbours are:
      | id | css |
    When the portfolio is decided as of 1 July 2012
    Then DON-1 may pair other with near
    And DON-1 proposes near for stopped
    And DON-1 proposes far for other

  Scenario: A service that has its leaders and goes on is not asked
    When the portfolio is decided as of 1 July 2012
    Then DON-1 is not asked about far
    And CAND-2 is not asked about far

  Scenario: A service that has closed is lent no leaders, and none come from the pool
    Given in the case of stopped the service closed on is 20 June 2012
    When the portfolio is decided as of 1 July 2012
    Then DON-1 is not asked about stopped
    And CAND-2 is not asked about stopped
    And in the portfolio the leaders proposed of stopped is 0
    And in the portfolio the pool leaders proposed of stopped is 0

  Scenario Outline: A service that was released is lent no leaders, and none come from the pool
    Given a portfolio of these cases:
      | id   | like                     | css consents | outcome published on | region | free standing decided |
      | free | cases/examples/sound.json | yes         | 14 May 2012          | north  | <decided>             |
    And in the case of free the leader terms are:
      | id   | started on  | permanent | bodies led |
      | lead | 15 May 2012 | no        | 1          |
    When the portfolio is decided as of 1 October 2012
    Then DON-1 <lent> free
    And CAND-2 <pool> free

    Examples:
      | decided      | lent               | pool               |
      | release      | is not asked about | is not asked about |
      | keep hosting | proposes far for   | proposes ann for   |

  Scenario: An area without a service lends nobody, and is lent nobody
    Given a portfolio of these cases:
      | id   | like                     |
      | area | cases/areas/suffolk.json |
    When the portfolio is decided as of 1 July 2012
    Then DON-1 may not pair stopped with area
    And DON-1 proposes near for stopped
    And DON-1 is not asked about area
    And CAND-2 is not asked about area

  Scenario: A member of the pool who is no longer available is on offer no more
    Given in the portfolio the board chose ann for stopped by CAND-2 on 1 June 2012
    And in the portfolio these candidates:
      | id  | assessed | available | willing to move | home region |
      | ann | good     | no        | no              | north       |
    When the portfolio is decided as of 1 July 2012
    Then CAND-2 proposes ann for stopped
    And in the portfolio the pool leaders proposed of stopped is 0

  Scenario: A national service is lent no leaders
    Given in the case of stopped the scope is national
    When the portfolio is decided as of 1 July 2012
    Then DON-1 is not asked about stopped
    And CAND-2 is not asked about stopped

  Scenario Outline: Who is admitted to the pool
    When the portfolio is decided as of 1 July 2012
    Then in the portfolio the admitted to the pool of <candidate> is <admitted>

    Examples:
      | candidate | admitted |
      | ann       | yes      |
      | bob       | no       |
      | cas       | no       |
      | eve       | yes      |

  Scenario: Somebody admitted who lives there, or would move
    When the portfolio is decided as of 1 July 2012
    Then CAND-2 may pair stopped with ann
    And CAND-2 may pair stopped with eve
    And CAND-2 may not pair stopped with dee
    And CAND-2 may not pair stopped with bob
    And CAND-2 proposes ann for stopped
    And in the portfolio the pool leaders proposed of stopped is 1

  Scenario: A candidate of whom it is not known is not proposed
    Given in the portfolio these candidates:
      | id  | assessed | available | willing to move | home region |
      | ann |          | yes       | no              | north       |
    When the portfolio is decided as of 1 July 2012
    Then CAND-2 cannot tell whether to pair stopped with ann
    And CAND-2 proposes nobody for stopped
