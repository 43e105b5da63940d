Feature: What happens to the staff of a service that stops? (Q22)
  One paper finds no plan for staff. The other says that they would probably stay in place. What follows
  from each remedy is ours.

  Background:
    Given the case file "cases/examples/sound.json"
    And css consents is no
    And outcome published on is 14 May 2012

  Scenario Outline: Each remedy has a line for the staff
    Given the decision Q19 was taken by board as <remedy> on 1 June 2012
    When the case is decided as of 1 July 2012
    Then Q22 is <staff>
    And the reasons for Q22 include STAFF-2/row/<row>

    Examples:
      | remedy                         | staff                     | row         |
      | leaders from a passing service | stay with the PCT cluster | new-leaders |
      | leaders from the pool          | stay with the PCT cluster | new-leaders |
      | takeover                       | stay with the PCT cluster | no-acquirer |
      | carve up                       | stay with the PCT cluster | no-supplier |
      | in house                       | move to the groups        | in-house    |
      | open bids                      | stay with the PCT cluster | bids        |
      | redesign                       | stay with the PCT cluster | no-design   |
      | wind down                      | at risk                   | wind-down   |

  Scenario Outline: Staff move with a takeover once it is settled
    Given the decision Q19 was taken by board as takeover on 1 June 2012
    And the decision Q20 was taken by board as <takeover> on 1 June 2012
    And acquirer stops is <stops>
    When the case is decided as of 1 July 2012
    Then Q22 is <staff>
    And the reasons for Q22 include STAFF-2/row/<row>

    Examples:
      | takeover        | stops   | staff                     | row         |
      | consent missing | unknown | stay with the PCT cluster | no-acquirer |
      | forced          | unknown | move with the service     | takeover    |
      | agreed          | no      | move with the service     | takeover    |
      | agreed          | yes     | stay with the PCT cluster | no-acquirer |

  Scenario Outline: Staff move with the work of a new design once each group has somewhere to go
    Given the decision Q19 was taken by board as redesign on 1 June 2012
    And the customers:
      | id    | population | supplier named | in house capacity |
      | north | 800000     | yes            | no                |
      | south | 300000     | <named>        | <own>             |
    When the case is decided as of 1 July 2012
    Then Q22 is <staff>
    And the reasons for Q22 include STAFF-2/row/<row>

    Examples:
      | named | own | staff                     | row       |
      | no    | no  | stay with the PCT cluster | no-design |
      | yes   | no  | move with the work        | redesign  |
      | no    | yes | move with the work        | redesign  |

  Scenario Outline: Staff move with the parts of a service once each group has somewhere to go
    Given the decision Q19 was taken by board as carve up on 1 June 2012
    And the customers:
      | id    | population | supplier named | in house capacity |
      | north | 800000     | yes            | no                |
      | south | 300000     | <named>        | no                |
    When the case is decided as of 1 July 2012
    Then Q22 is <staff>
    And the reasons for Q22 include STAFF-2/row/<row>

    Examples:
      | named | staff                     | row         |
      | no    | stay with the PCT cluster | no-supplier |
      | yes   | move with the work        | carve-up    |

  Scenario: Staff move to the winner of the bids once the groups have chosen
    Given the decision Q19 was taken by board as open bids on 1 June 2012
    And winner named is yes
    When the case is decided as of 1 July 2012
    Then Q22 is move with the work
    And the reasons for Q22 include STAFF-2/row/bids-won

  Scenario: Until a remedy is settled, staff stay where they are
    When the case is decided as of 1 July 2012
    Then remedy is unknown
    And Q22 is stay with the PCT cluster
    And the reasons for Q22 include STAFF-2/row/not-named

  Scenario: After the end of the clusters, staff stay with the host
    Given the decision Q19 was taken by board as open bids on 1 June 2012
    When the case is decided as of 1 April 2013
    Then staff for the time being is stay with the host
    And Q22 is stay with the host
    And the reasons for Q22 include STAFF-1/row/host

  Scenario Outline: Where there is no host any more, staff stay with the service while it is open
    Given hosted from is 1 October 2012
    And the decision Q32 was taken by board as <decided> on 1 May 2015
    And service closed on is <closed>
    When the case is decided as of <day>
    Then hosting over is <over>
    And staff for the time being is <staff>
    And the reasons for Q22 include STAFF-1/row/<row>

    Examples:
      | decided      | closed     | day           | over | staff                 | row    |
      | release      | unknown    | 2 May 2015    | yes  | stay with the service | free   |
      | release      | 2 May 2015 | 3 May 2015    | yes  | at risk               | closed |
      | keep hosting | unknown    | 2 May 2015    | no   | stay with the host    | host   |
      | keep hosting | 2 May 2015 | 3 May 2015    | no   | stay with the host    | host   |
      | keep hosting | unknown    | 31 March 2016 | no   | stay with the host    | host   |
      | keep hosting | unknown    | 1 April 2016  | yes  | stay with the service | free   |

  Scenario: On the last day of the clusters they are still there
    Given the decision Q19 was taken by board as open bids on 1 June 2012
    When the case is decided as of 31 March 2013
    Then Q22 is stay with the PCT cluster
    And the reasons for Q22 include STAFF-1/row/cluster

  Scenario: What is said of staff without a destination is a setting
    Given the decision Q19 was taken by board as open bids on 1 June 2012
    And the setting staff without a destination is at risk
    When the case is decided as of 1 July 2012
    Then Q22 is at risk

  Scenario: The staff of a service that goes on are not asked about
    Given css consents is yes
    When the case is decided as of 1 July 2012
    Then service stops is no
    And Q22 is not asked

  Scenario: Before the outcome is published nobody is asked
    Given outcome published on is unknown
    When the case is decided as of 1 July 2012
    Then the outcome is scenario one
    And Q22 is not asked
    And Q23 is not asked
    And Q24 is not asked

  Scenario Outline: A service that chose to close has a line for its staff too
    Given css consents is yes
    And wind down announced on is 20 April 2014
    And the decision Q19 was taken by board as wind down on 25 April 2014
    And the customers:
      | id    | population | supplier named | in house capacity |
      | north | 800000     | yes            | no                |
      | south | 300000     | <named>        | no                |
    When the case is decided as of 1 May 2014
    Then service stops is yes
    And Q22 is <staff>
    And the reasons for Q22 include STAFF-2/row/<row>

    Examples:
      | named | staff              | row       |
      | no    | at risk            | wind-down |
      | yes   | move with the work | closing   |

  Scenario: A service from which support was withdrawn has a line for its staff too
    Given css consents is yes
    And the decision Q14 was taken by board as withdraw on 1 September 2012
    And the decision Q19 was taken by board as takeover on 1 October 2012
    When the case is decided as of 15 October 2012
    Then the outcome is lesser oversight
    And service stops is yes
    And Q11 is until handover
    And Q22 is stay with the PCT cluster

  Scenario: Before a remedy is settled staff stay, though the takeover itself would go ahead
    Given acquirer is next-door
    And acquirer outcome is lesser oversight
    And acquirer critical milestones open is 0
    And acquirer leadership lacking is no
    And acquirer population is 1500000
    And the customers:
      | id    | population | agrees to takeover |
      | north | 600000     | yes                |
    When the case is decided as of 1 July 2012
    Then remedy is unknown
    And takeover ruling is agreed
    And Q22 is stay with the PCT cluster

  Scenario Outline: Staff of a service that was released and closed stay with the cluster until its last day
    Given the decision Q32 was taken by board as release on 1 October 2012
    And service closed on is 1 February 2013
    When the case is decided as of <day>
    Then staff for the time being is <staff>

    Examples:
      | day           | staff                     |
      | 31 March 2013 | stay with the PCT cluster |
      | 1 April 2013  | at risk                   |
