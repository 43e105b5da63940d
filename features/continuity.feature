Feature: Can each group still source support, and what does it do to its authorisation? (Q23, Q24)
  A group has to show where its support comes from to be authorised. The papers are silent on a group
  whose service failed. That a stop alone never fails a group is ours.

  Background:
    Given the case file "cases/examples/sound.json"
    And css consents is no
    And outcome published on is 14 May 2012

  Scenario Outline: One group
    Given customers:
      | id    | population | left on | supplier named | in house capacity | interim cover until | seeks authorisation | asks to defer |
      | north | 600000     | <left>  | <supplier>     | <own staff>       | <until>             | <seeks>             | <defer>       |
    And service closed on is <closed>
    When the case is decided as of 1 July 2012
    Then Q23 is <supply>
    And Q24 is <effect>
    And the reasons for Q23 include CONT-1/item/north/row/<row>
    And among customers north has authorisation effect <effect>
    And the reasons for Q24 include <effect row>

    Examples:
      | left        | supplier | own staff | until        | closed       | seeks | defer | supply  | effect                 | row           | effect row                        |
      | 1 June 2012 | unknown  | unknown   | unknown      | unknown      | yes   | no    | covered | satisfied              | left          | CONT-6/row/covered                |
      | unknown     | yes      | no        | unknown      | 20 June 2012 | yes   | no    | covered | satisfied              | supplier      | CONT-6/row/covered                |
      | unknown     | no       | yes       | unknown      | 20 June 2012 | yes   | no    | covered | satisfied              | own-staff     | CONT-6/row/covered                |
      | unknown     | no       | no        | 1 July 2012  | 20 June 2012 | yes   | no    | interim | condition with support | interim       | CONT-4/item/north/row/interim     |
      | unknown     | no       | no        | 30 June 2012 | 20 June 2012 | yes   | no    | gap     | condition with support | gap           | CONT-4/item/north/row/gap         |
      | unknown     | no       | no        | 30 June 2012 | 20 June 2012 | yes   | yes   | gap     | deferral on request    | gap           | CONT-4/item/north/row/on-request  |
      | unknown     | no       | no        | 30 June 2012 | unknown      | yes   | no    | interim | condition with support | keeps-serving | CONT-4/item/north/row/interim     |
      | unknown     | no       | no        | 30 June 2012 | unknown      | yes   | yes   | interim | deferral on request    | keeps-serving | CONT-4/item/north/row/on-request  |
      | unknown     | no       | no        | 30 June 2012 | 20 June 2012 | no    | no    | gap     | satisfied              | gap           | CONT-4/item/north/row/none        |
      | unknown     | yes      | no        | unknown      | unknown      | no    | no    | covered | satisfied              | supplier      | CONT-6/row/covered                |

  Scenario Outline: What people decided of all groups holds for each of them
    Given customers:
      | id    | population | supplier named | in house capacity | seeks authorisation | asks to defer |
      | north | 600000     | no             | no                | yes                 | no            |
    And the decision Q23 was taken by board as <decided> on 20 June 2012
    When the case is decided as of <day>
    Then support found by people is <found>
    And among customers north has supply <supply>
    And among customers north has supply line <line>
    And among customers north has authorisation effect <effect>
    And Q24 is <effect>

    Examples:
      | decided | day          | found | supply  | line              | effect                 |
      | covered | 19 June 2012 | no    | interim | plan the handover | condition with support |
      | covered | 20 June 2012 | yes   | covered | settled           | satisfied              |
      | gap     | 20 June 2012 | no    | interim | plan the handover | condition with support |

  Scenario Outline: What people decided of all groups holds until the service goes on again
    Given customers:
      | id    | population | supplier named | in house capacity | seeks authorisation | asks to defer |
      | north | 600000     | no             | no                | yes                 | no            |
    And leader terms:
      | id    | permanent | started on | bodies led |
      | first | yes       | 2012-07-02 | 1          |
    And the decision Q23 was taken by board as covered on <day>
    And hosted from is 1 October 2012
    And wind down announced on is 1 March 2013
    When the case is decided as of 1 April 2013
    Then came back is yes
    And support found by people is <found>
    And among customers north has supply <supply>

    Examples:
      | day               | found | supply  |
      | 27 February 2013  | no    | interim |
      | 28 February 2013  | yes   | covered |
      | 1 March 2013      | yes   | covered |

  Scenario: A group that will leave has not left yet
    Given customers:
      | id    | population | left on     | supplier named | in house capacity | seeks authorisation | asks to defer |
      | north | 600000     | 2 July 2012 | no             | no                | yes                 | no            |
    When the case is decided as of 1 July 2012
    Then population of the groups is 600000
    And Q23 is interim

  Scenario: The worst supply of several groups is the answer
    Given customers:
      | id    | population | supplier named | in house capacity | interim cover until | seeks authorisation | asks to defer |
      | north | 600000     | yes            | no                |                     | yes                 | no            |
      | south | 400000     | no             | no                | 1 September 2012    | yes                 | no            |
      | west  | 200000     | no             | no                | 1 June 2012         | yes                 | yes           |
    And service closed on is 20 June 2012
    When the case is decided as of 1 July 2012
    Then Q23 is gap
    And Q24 is deferral on request
    And among customers north has supply line settled
    And among customers south has supply line plan the handover
    And among customers west has supply line find a supplier at once
    And among customers south has authorisation effect condition with support

  Scenario: A service that serves nobody else leaves no group without support
    Given customers:
      | id | population |
    When the case is decided as of 1 July 2012
    Then Q23 is covered
    And Q24 is satisfied
    And the reasons for Q23 include CONT-5/row/none
    And the reasons for Q24 include CONT-6/row/none

  Scenario Outline: A national service has no groups of its own, and leaves those of all services without it
    Given scope is national
    And service closed on is <closed>
    And customers:
      | id | population |
    When the case is decided as of 1 July 2012
    Then Q23 is <supply>
    And Q24 is condition with support
    And the reasons for Q23 include CONT-5/row/<row>
    And the reasons for Q24 include CONT-6/row/country

    Examples:
      | closed       | supply  | row      |
      | unknown      | interim | country  |
      | 20 June 2012 | gap     | unserved |

  Scenario: The winner of the bids supplies the groups
    Given customers:
      | id    | population | supplier named | in house capacity | seeks authorisation | asks to defer |
      | north | 600000     | no             | no                | yes                 | no            |
    And winner named is yes
    When the case is decided as of 1 July 2012
    Then among customers north has supply covered
    And Q23 is covered
    And Q24 is satisfied

  Scenario: Whether a stopped service keeps serving is a setting
    Given customers:
      | id    | population | supplier named | in house capacity | interim cover until | seeks authorisation | asks to defer |
      | north | 600000     | no             | no                | 1 June 2012         | yes                 | no            |
    And the setting interim cover is nobody serves
    When the case is decided as of 1 July 2012
    Then service serves meanwhile is no
    And Q23 is gap

  Scenario: What is not known of a group is asked, and never held against it
    Given customers:
      | id    | population |
      | north | 600000     |
    When the case is decided as of 1 July 2012
    Then Q23 is undecided
    And Q24 is undecided
    And among customers north has supply line establish the facts

  Scenario: A service that closed by its own choice
    Given css consents is yes
    And wind down announced on is 20 June 2012
    And customers:
      | id    | population | supplier named | seeks authorisation |
      | north | 600000     | yes            | yes                 |
    When the case is decided as of 1 July 2012
    Then Q23 is covered

  Scenario Outline: The groups of an area without a service have to show their support too
    Given the case file "cases/areas/suffolk.json"
    And customers:
      | id    | population | supplier named | in house capacity | interim cover until | seeks authorisation | asks to defer |
      | north | 600000     | no             | <own>             |                     | yes                 | no            |
      | south | 300000     | no             | yes               |                     | yes                 | no            |
    When the case is decided as of 1 July 2012
    Then service serves meanwhile is no
    And population without cover is <without>
    And Q23 is <supply>
    And Q24 is <effect>

    Examples:
      | own | without | supply  | effect                 |
      | yes | 0       | covered | satisfied              |
      | no  | 600000  | gap     | condition with support |

  Scenario: The groups of a service that goes on are not asked about
    Given css consents is yes
    When the case is decided as of 1 July 2012
    Then Q23 is not asked
    And Q24 is not asked

  Scenario Outline: A takeover that is settled covers the groups
    Given the decision Q19 was taken by board as <remedy> on 1 June 2012
    And the decision Q20 was taken by board as <ruling> on 2 June 2012
    And acquirer stops is <stops>
    And customers:
      | id    | population | supplier named | in house capacity | seeks authorisation | asks to defer |
      | north | 600000     | no             | no                | yes                 | no            |
    When the case is decided as of 1 July 2012
    Then taken over is <taken over>
    And Q23 is <supply>
    And Q24 is <effect>
    And the reasons for Q23 include CONT-1/item/north/row/<row>

    Examples:
      | remedy   | ruling          | stops   | taken over | supply  | effect                 | row           |
      | takeover | agreed          | unknown | yes        | covered | satisfied              | taken-over    |
      | takeover | forced          | no      | yes        | covered | satisfied              | taken-over    |
      | takeover | agreed          | yes     | no         | interim | condition with support | keeps-serving |
      | takeover | consent missing | no      | no         | interim | condition with support | keeps-serving |
      | redesign | agreed          | no      | no         | interim | condition with support | keeps-serving |

  Scenario: A takeover that is settled covers a group of which no supplier is known
    Given the decision Q19 was taken by board as takeover on 1 June 2012
    And the decision Q20 was taken by board as agreed on 2 June 2012
    And customers:
      | id    | population |
      | north | 600000     |
    When the case is decided as of 1 July 2012
    Then among customers north has supply on file covered
    And Q23 is covered

  Scenario: What people decided of the supply counts for the authorisation
    Given the decision Q23 was taken by board as covered on 1 June 2012
    And customers:
      | id    | population | supplier named | in house capacity | seeks authorisation | asks to defer |
      | north | 600000     | no             | no                | yes                 | no            |
    When the case is decided as of 1 July 2012
    Then Q24 is satisfied
    And the reasons for Q24 include CONT-6/row/covered

  Scenario: What people decided of the supply counts though the groups show more
    Given the decision Q23 was taken by board as gap on 1 June 2012
    And customers:
      | id    | population | supplier named | in house capacity | seeks authorisation | asks to defer |
      | north | 600000     | yes            | no                | yes                 | no            |
    When the case is decided as of 1 July 2012
    Then Q24 is condition with support
    And the reasons for Q24 include CONT-6/row/decided

  Scenario Outline: A supplier whom people decided over all services together is cover
    Given customers:
      | id    | population | supplier named | in house capacity | supplier decided | seeks authorisation | asks to defer |
      | north | 600000     | no             | no                | <decided>        | yes                 | no            |
    When the case is decided as of 1 July 2012
    Then Q23 is <supply>
    And Q24 is <effect>
    And the reasons for Q23 include CONT-10/item/north/row/<row>

    Examples:
      | decided | supply  | effect                 | row     |
      | yes     | covered | satisfied              | decided |
      | no      | interim | condition with support | on-file |
      | unknown | interim | condition with support | on-file |

  Scenario Outline: A takeover that was decided covers the groups after the service has closed
    Given acquirers on offer is 1
    And bidders on offer is 0
    And leaders on offer is 0
    And pool leaders on offer is 0
    And the decision Q20 was taken by board as <ruling> on 2 June 2012
    And service closed on is 20 June 2012
    And customers:
      | id    | population | supplier named | in house capacity | seeks authorisation | asks to defer |
      | north | 600000     | no             | no                | yes                 | no            |
    When the case is decided as of 1 July 2012
    Then open to takeover is <open>
    And Q23 is <supply>

    Examples:
      | ruling          | open | supply  |
      | agreed          | yes  | covered |
      | consent missing | no   | gap     |

  Scenario Outline: A chosen bid covers the groups unless people decided on another remedy
    Given winner named is yes
    And the decision Q19 was taken by board as <remedy> on 2 June 2012
    And customers:
      | id    | population | supplier named | in house capacity | seeks authorisation | asks to defer |
      | north | 600000     | no             | no                | yes                 | no            |
    When the case is decided as of 1 July 2012
    Then work goes to the winner is <goes>
    And Q23 is <supply>

    Examples:
      | remedy                         | goes | supply  |
      | open bids                      | yes  | covered |
      | leaders from a passing service | no   | interim |
