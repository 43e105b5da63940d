Feature: Who could supply each group of a service that stops, over all services together
  A group has to show where its support comes from. Limits and the order of preferences are ours; a
  proposed supplier counts as interim until it is agreed.

  Background:
    Given a portfolio of these cases:
      | id      | like                      | css consents | outcome published on | population served | service closed on |
      | near    | cases/examples/sound.json | yes          | 14 May 2012          | 2000000           |                   |
      | far     | cases/examples/sound.json | yes          | 14 May 2012          | 1500000           |                   |
      | stopped | cases/examples/sound.json | no           | 14 May 2012          | 1500000           | 20 June 2012      |
    And in the case of stopped the neighbours are:
      | id   | css  |
      | near | near |
    And in the case of stopped the customers are:
      | id    | population | supplier named | in house capacity | seeks authorisation | asks to defer | interim cover until |
      | north | 600000     | no             | no                | yes                 | no            |                     |
      | south | 400000     | no             | no                | yes                 | yes           |                     |
      | west  | 200000     | yes            | no                | yes                 | no            |                     |
      | east  | 300000     | no             | no                | no                  | no            | 1 September 2012    |

  Scenario: A neighbour supplies the groups that have no cover
    When the portfolio is decided as of 1 July 2012
    Then SUPP-1 proposes near for stopped/north
    And SUPP-1 proposes near for stopped/south
    And SUPP-1 is not asked about stopped/west
    And in the portfolio the supply found of stopped/north is interim
    And in the portfolio the supply found of stopped/west is covered
    And in the portfolio the supply found of stopped/east is interim
    And in the portfolio the authorisation found of stopped/north is condition with support
    And in the portfolio the authorisation found of stopped/west is satisfied
    And in the portfolio the authorisation found of stopped/east is satisfied

  Scenario Outline: Where people decided that each group can source support nobody is looked for
    Given in the case of stopped the support decided is <decided>
    When the portfolio is decided as of 1 July 2012
    Then SUPP-1 <asks>
    And in the portfolio the supply found of stopped/north is <supply>
    And in the portfolio the authorisation found of stopped/north is <authorisation>

    Examples:
      | decided | asks                              | supply  | authorisation          |
      | covered | is not asked about stopped/north  | covered | satisfied              |
      | interim | proposes near for stopped/north   | interim | condition with support |

  Scenario Outline: A supplier whom people decided covers its group from that day
    Given in the portfolio the <who> chose near for stopped/<group> by SUPP-1 on 2 July 2012
    When the portfolio is decided as of <day>
    Then in the portfolio the supply found of stopped/<group> is <supply>
    And in the portfolio the authorisation found of stopped/<group> is <authorisation>
    And in the portfolio the supply found of stopped/south is interim

    Examples:
      | who   | group | day         | supply  | authorisation          |
      | group | north | 1 July 2012 | interim | condition with support |
      | group | north | 2 July 2012 | covered | satisfied              |
      | board | east  | 1 July 2012 | interim | satisfied              |
      | board | east  | 2 July 2012 | covered | satisfied              |

  Scenario Outline: A supplier whom people decided covers its group for as long as it can
    Given in the portfolio the board chose near for stopped/north by SUPP-1 on 2 July 2012
    And in the case of near the <fact> is <value>
    When the portfolio is decided as of 20 July 2012
    Then SUPP-1 proposes near for stopped/north
    And SUPP-1 <may> stopped/north with near
    And in the portfolio the supply decided of stopped/north is <decided>
    And in the portfolio the supply found of stopped/north is <supply>
    And in the portfolio the authorisation found of stopped/north is <authorisation>

    Examples:
      | fact                   | value        | may          | decided | supply  | authorisation          |
      | region                 | north        | may pair     | yes     | covered | satisfied              |
      | wind down announced on | 15 July 2012 | may not pair | no      | interim | condition with support |

  Scenario Outline: The case itself counts a supplier whom people decided as cover
    Given in the case of stopped the customers are:
      | id    | population | supplier named | in house capacity | seeks authorisation | asks to defer |
      | north | 600000     | no             | no                | yes                 | no            |
    And in the portfolio the board chose near for stopped/north by SUPP-1 on 2 July 2012
    When the portfolio is decided as of <day>
    Then in the portfolio the supply found of stopped/north is <supply>
    And in the portfolio the Q23 of stopped is <supply case>
    And in the portfolio the Q24 of stopped is <authorisation>

    Examples:
      | day         | supply  | supply case | authorisation          |
      | 1 July 2012 | interim | gap         | condition with support |
      | 2 July 2012 | covered | covered     | satisfied              |

  Scenario: An area without a service supplies nobody
    Given a portfolio of these cases:
      | id   | like                     |
      | area | cases/areas/suffolk.json |
    When the portfolio is decided as of 1 July 2012
    Then SUPP-1 may not pair stopped/north with area
    And SUPP-4 may not pair stopped with area
    And SUPP-4 is not asked about area
    And in the portfolio the groups that others could supply of stopped is 12

  Scenario Outline: A service that serves nobody any more supplies nobody
    Given in the case of near the customers are:
      | id   | population | left on |
      | near | 600000     | <left>  |
    When the portfolio is decided as of 1 July 2012
    Then SUPP-1 proposes <supplier> for stopped/north
    And SUPP-4 <may> pair stopped with near

    Examples:
      | left        | supplier | may     |
      | 1 July 2012 | far      | may not |
      | 2 July 2012 | near     | may     |

  Scenario Outline: A group that is covered for the time being is put off at its own request only
    Given in the case of stopped the customers are:
      | id   | population | supplier named | in house capacity | seeks authorisation | asks to defer | interim cover until |
      | east | 300000     | no             | no                | yes                 | <asks>        | 1 September 2012    |
    When the portfolio is decided as of 1 July 2012
    Then in the portfolio the supply found of stopped/east is interim
    And in the portfolio the authorisation found of stopped/east is <effect>
    And in the portfolio the Q24 of stopped is <effect>

    Examples:
      | asks | effect                 |
      | no   | condition with support |
      | yes  | deferral on request    |

  Scenario: How many groups one supplier takes on is a setting
    Given the setting groups taken on by one supplier is 1
    When the portfolio is decided as of 1 July 2012
    Then SUPP-1 proposes far for stopped/east
    And SUPP-1 proposes near for stopped/north
    And SUPP-1 proposes nobody for stopped/south

  Scenario: The size of a supplier is judged with every group of the service that has no cover
    Given a portfolio of these cases:
      | id    | like                      | css consents | outcome published on | population served | service closed on |
      | third | cases/examples/sound.json | yes          | 14 May 2012          | 1200000           |                   |
      | other | cases/examples/sound.json | no           | 14 May 2012          | 1500000           | 20 June 2012      |
    And in the case of stopped the neighbours are:
      | id | css |
    And in the case of stopped the customers are:
      | id    | population | supplier named | in house capacity | seeks authorisation | asks to defer |
      | north | 500000     | no             | no                | yes                 | no            |
      | south | 500000     | no             | no                | yes                 | no            |
    And in the case of other the neighbours are:
      | id | css |
    And in the case of other the customers are:
      | id   | population | supplier named | in house capacity | seeks authorisation | asks to defer |
      | hill | 600000     | no             | no                | yes                 | no            |
    And the setting combined population limit is 2600000
    And the setting groups taken on by one supplier is 1
    When the portfolio is decided as of 1 July 2012
    Then SUPP-1 proposes near for other/hill
    And SUPP-1 proposes far for stopped/north
    And SUPP-1 proposes third for stopped/south

  Scenario Outline: What others can supply makes sharing out the groups a remedy
    Given in the case of stopped the leaders on offer is 0
    And in the case of stopped the pool leaders on offer is 0
    And in the case of stopped the acquirers on offer is 0
    And the setting groups taken on by one supplier is <each>
    And in the case of far the css consents is no
    When the portfolio is decided as of 1 July 2012
    Then SUPP-4 may pair stopped with near
    And SUPP-4 may not pair stopped with far
    And SUPP-4 is not asked about near
    And in the portfolio the groups that others could supply of stopped is <each>
    And in the portfolio the Q19 of stopped is <remedy>

    Examples:
      | each | remedy   |
      | 3    | carve up |
      | 2    | redesign |

  Scenario: Where nobody can supply a group there is a gap, and it is put off at its own request only
    Given in the case of near the css consents is no
    And in the case of far the scope is national
    When the portfolio is decided as of 1 July 2012
    Then SUPP-1 may not pair stopped/north with near
    And SUPP-1 may not pair stopped/north with far
    And in the portfolio the supply found of stopped/north is gap
    And in the portfolio the authorisation found of stopped/north is condition with support
    And in the portfolio the supply found of stopped/south is gap
    And in the portfolio the authorisation found of stopped/south is deferral on request

  Scenario Outline: A service under greater oversight may supply a group, unless the board says otherwise
    Given in the case of near the letters of intent is 60%
    And the setting supplier outcome floor is <floor>
    When the portfolio is decided as of 1 July 2012
    Then SUPP-1 <may> stopped/north with near

    Examples:
      | floor             | may          |
      | greater oversight | may pair     |
      | lesser oversight  | may not pair |

  Scenario: What others could supply is so many groups for each of them
    Given the setting groups taken on by one supplier is 3
    When the portfolio is decided as of 1 July 2012
    Then SUPP-4 may pair stopped with near
    And SUPP-4 may pair stopped with far
    And in the portfolio the groups that others could supply of stopped is 6
