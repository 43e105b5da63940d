Feature: Which remedy for a service that is stopped? (Q19)
  The papers name remedies and put them in no order. Each has a rank, which is a setting of the board; the
  open one of the lowest rank is proposed.

  Background:
    Given the case file "cases/examples/stopped.json"

  Scenario Outline: The open remedy of the lowest rank is proposed
    Given leaders on offer is <lent>
    And pool leaders on offer is <pool>
    And acquirers on offer is <acquirers>
    And bidders on offer is <bidders>
    And the customers:
      | population | supplier named | in house capacity | wants to leave |
      | 700000     | <supplier>     | <own staff>       | no             |
      | 600000     | no             | <own staff 2>     | no             |
    When the case is decided
    Then Q19 is <remedy>
    And the remedy options include <row>
    And the reasons for Q19 include REM-11/row/<row>

    Examples:
      | lent | pool | acquirers | bidders | supplier | own staff | own staff 2 | remedy                         | row      |
      | 1    | 1    | 1         | 2       | yes      | yes       | yes         | leaders from a passing service | lent     |
      | 0    | 1    | 1         | 2       | yes      | yes       | yes         | leaders from the pool          | pool     |
      | 0    | 0    | 1         | 2       | yes      | yes       | yes         | takeover                       | takeover |
      | 0    | 0    | 0         | 2       | yes      | no        | yes         | carve up                       | carve-up |
      | 0    | 0    | 0         | 2       | yes      | no        | no          | open bids                      | bids     |
      | 0    | 0    | 0         | 1       | yes      | no        | no          | redesign                       | redesign |

  Scenario: A single customer that can do the work itself takes it in-house
    Given leaders on offer is 0
    And pool leaders on offer is 0
    And acquirers on offer is 0
    And the customers:
      | population | supplier named | in house capacity | wants to leave |
      | 900000     | no             | yes               | no             |
    When the case is decided
    Then open to carve up is no
    And Q19 is in house
    And the reasons for Q19 include REM-11/row/in-house

  Scenario Outline: Where no group is left nobody can do the work in-house
    Given leaders on offer is 0
    And pool leaders on offer is 0
    And acquirers on offer is 0
    And the customers:
      | id    | population | left on | supplier named | in house capacity | wants to leave |
      | north | 900000     | <left>  | no             | yes               | no             |
    When the case is decided
    Then open to in house is <open>
    And Q19 is <remedy>

    Examples:
      | left       | open | remedy   |
      |            | yes  | in house |
      | 2012-04-20 | no   | redesign |

  Scenario: Where there never was a group nobody can do the work in-house
    Given the customers:
      | population | in house capacity |
    When the case is decided
    Then open to in house is no

  Scenario Outline: Groups that other services could supply can be shared out
    Given leaders on offer is 0
    And pool leaders on offer is 0
    And acquirers on offer is 0
    And groups others can take on is <others>
    And the customers:
      | id    | population | left on | supplier named | in house capacity | wants to leave |
      | north | 700000     |         | no             | <own staff>       | no             |
      | south | 600000     |         | no             | no                | no             |
    When the case is decided
    Then open to carve up is <open>
    And Q19 is <remedy>

    Examples:
      | others  | own staff | open    | remedy    |
      | 2       | no        | yes     | carve up  |
      | 1       | no        | no      | redesign  |
      | 1       | yes       | yes     | carve up  |
      | unknown | yes       | unknown | undecided |

  Scenario: The order is the board's
    Given leaders on offer is 1
    And acquirers on offer is 1
    And the setting rank of takeover is 1
    When the case is decided
    Then Q19 is takeover

  Scenario Outline: A redesign may be put before what else is open
    Given leaders on offer is 1
    And acquirers on offer is 0
    And the setting rank of redesign is <redesign>
    And the setting rank of leaders from a passing service is <lent>
    When the case is decided
    Then Q19 is <remedy>
    And the reasons for Q19 include REM-11/row/<row>

    Examples:
      | redesign | lent | remedy                         | row     |
      | 1        | 2    | redesign                       | by-rank |
      | 2        | 2    | leaders from a passing service | lent    |

  Scenario Outline: Each remedy that is open is told with its rank
    Given leaders on offer is 1
    And pool leaders on offer is 1
    And acquirers on offer is 1
    And bidders on offer is 2
    And wind down announced on is 21 May 2012
    And pays its way until is 31 December 2013
    And the customers:
      | population | supplier named | in house capacity |
      | 700000     | yes            | yes               |
      | 600000     | yes            | yes               |
    When the case is decided
    Then among remedy options <row> has way <way>
    And among remedy options <row> has rank <rank>

    Examples:
      | row      | way                            | rank |
      | close    | wind down                      | 1    |
      | lent     | leaders from a passing service | 2    |
      | pool     | leaders from the pool          | 3    |
      | takeover | takeover                       | 4    |
      | carve-up | carve up                       | 5    |
      | in-house | in house                       | 6    |
      | bids     | open bids                      | 7    |
      | redesign | redesign                       | 8    |

  Scenario Outline: Of two open remedies of one rank the policy names one first
    Given leaders on offer is 1
    And pool leaders on offer is 1
    And acquirers on offer is 1
    And bidders on offer is 2
    And wind down announced on is <announced>
    And pays its way until is 31 December 2013
    And the customers:
      | population | supplier named | in house capacity |
      | 700000     | yes            | yes               |
      | 600000     | yes            | yes               |
    And the setting rank of <first> is 1
    And the setting rank of <second> is 1
    When the case is decided
    Then Q19 is <first>

    Examples:
      | announced   | first                          | second                         |
      | 21 May 2012 | wind down                      | leaders from a passing service |
      | unknown     | leaders from a passing service | leaders from the pool          |
      | unknown     | leaders from the pool          | takeover                       |
      | unknown     | takeover                       | carve up                       |
      | unknown     | carve up                       | in house                       |
      | unknown     | in house                       | open bids                      |

  Scenario Outline: What is not open is not proposed, though it has the rank of what is
    Given leaders on offer is 0
    And pool leaders on offer is 0
    And acquirers on offer is 0
    And bidders on offer is 1
    And the setting rank of <closed> is 8
    When the case is decided
    Then Q19 is redesign
    And the reasons for Q19 include REM-11/row/redesign
    And the remedy options do not include <row>

    Examples:
      | closed                         | row      |
      | wind down                      | close    |
      | leaders from a passing service | lent     |
      | leaders from the pool          | pool     |
      | takeover                       | takeover |
      | carve up                       | carve-up |
      | in house                       | in-house |
      | open bids                      | bids     |

  Scenario Outline: The board may put a redesign before each other remedy
    Given leaders on offer is <lent>
    And pool leaders on offer is <pool>
    And acquirers on offer is <acquirers>
    And bidders on offer is <bidders>
    And wind down announced on is <announced>
    And pays its way until is 31 December 2013
    And the customers:
      | id    | population | left on | supplier named | in house capacity |
      | north | 700000     |         | <supplier>     | <own staff>       |
      | south | 600000     | <left>  | <supplier>     | <own staff>       |
    And the setting rank of redesign is 1
    And the setting rank of wind down is 2
    When the case is decided
    Then the remedy options include <row>
    And Q19 is redesign
    And the reasons for Q19 include REM-11/row/by-rank

    Examples:
      | row      | lent | pool | acquirers | bidders | announced   | left       | supplier | own staff |
      | close    | 0    | 0    | 0         | 0       | 21 May 2012 |            | no       | no        |
      | lent     | 1    | 0    | 0         | 0       | unknown     |            | no       | no        |
      | pool     | 0    | 1    | 0         | 0       | unknown     |            | no       | no        |
      | takeover | 0    | 0    | 1         | 0       | unknown     |            | no       | no        |
      | carve-up | 0    | 0    | 0         | 0       | unknown     |            | yes      | no        |
      | in-house | 0    | 0    | 0         | 0       | unknown     | 2012-04-20 | no       | yes       |
      | bids     | 0    | 0    | 0         | 2       | unknown     |            | no       | no        |

  Scenario: All that is open is told beside what is proposed
    Given leaders on offer is 0
    And acquirers on offer is 1
    And bidders on offer is 3
    When the case is decided
    Then the remedy options include takeover
    And the remedy options include bids
    And the remedy options include redesign
    And the remedy options do not include lent
    And among remedy options bids has rank 7

  Scenario Outline: Customers who have turned away are not kept by new leaders or owners
    Given ccg feedback is fail
    And pricing strategy is absent
    And leaders on offer is 1
    And pool leaders on offer is 1
    And acquirers on offer is 1
    And bidders on offer is 2
    And the customers:
      | population | supplier named | in house capacity | wants to leave |
      | <leaving>  | no             | yes               | yes            |
      | 600000     | no             | no                | no             |
    When the case is decided
    Then customers turned away is <turned away>
    And Q19 is <remedy>

    Examples:
      | leaving | turned away | remedy                         |
      | 900000  | yes         | open bids                      |
      | 600500  | yes         | open bids                      |
      | 600000  | no          | leaders from a passing service |

  Scenario Outline: Customers have turned away where both grades failed, and not one alone
    Given ccg feedback is <feedback>
    And price per head is <price>
    And the customers:
      | population | wants to leave |
      | 900000     | yes            |
      | 600000     | no             |
    When the case is decided
    Then customers turned away is <turned away>

    Examples:
      | feedback | price | turned away |
      | fail     | £26   | yes         |
      | fail     | £10   | no          |
      | good     | £26   | no          |

  Scenario: A national service is designed anew
    Given scope is national
    And leaders on offer is 1
    And pool leaders on offer is 1
    And acquirers on offer is 1
    And bidders on offer is 2
    When the case is decided
    Then Q19 is redesign
    And open to lent leaders is no
    And open to pool leaders is no
    And open to takeover is no
    And open to carve up is no
    And open to in house is no
    And open to bids is no

  Scenario Outline: A service that asks to close and can serve until then winds down
    Given the case file "cases/examples/passed-well.json"
    And leaders on offer is 0
    And pool leaders on offer is 0
    And acquirers on offer is 1
    And bidders on offer is 0
    And groups others can take on is 0
    And wind down announced on is 1 April 2014
    And pays its way until is <until>
    When the case is decided as of 1 April 2014
    Then service stops is yes
    And open to wind down is <open>
    And Q19 is <remedy>

    Examples:
      | until             | open | remedy    |
      | 1 October 2014    | yes  | wind down |
      | 30 September 2014 | no   | takeover  |

  Scenario: Support that is withdrawn after a review leads to a remedy
    Given the case file "cases/examples/under-a-plan.json"
    And the milestones:
      | domain    | critical | due date   | completed on |
      | customers | yes      | 2012-07-11 |              |
    And last step taken is change of leader
    And last step taken on is 15 May 2012
    And the leader terms:
      | started on | ended on | permanent | bodies led |
      | 2012-05-16 |          | yes       | 1          |
    And review of support held is yes
    And leaders on offer is 0
    And pool leaders on offer is 0
    And acquirers on offer is 1
    And bidders on offer is 0
    And groups others can take on is 0
    When the case is decided as of 31 August 2012
    Then Q14 is withdraw
    And service stops is yes
    And Q19 is takeover

  Scenario: What people decided comes before what the policy proposes
    Given the case file "cases/examples/under-a-plan.json"
    And the decision Q14 was taken by board as withdraw on 31 August 2012
    And leaders on offer is 1
    And pool leaders on offer is 0
    And acquirers on offer is 0
    And bidders on offer is 0
    And groups others can take on is 0
    When the case is decided as of 31 August 2012
    Then the decision Q14 departs from the policy
    And Q19 is leaders from a passing service

  Scenario: A service that goes on needs no remedy
    Given the case file "cases/examples/under-a-plan.json"
    When the case is decided as of 31 August 2012
    Then Q19 is not asked
    And Q19b is not asked

  Scenario: Without knowing who is on offer the remedy is open
    Given leaders on offer is unknown
    When the case is decided
    Then Q19 is undecided
    And we should ask for leaders on offer to decide Q19
