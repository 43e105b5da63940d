Feature: Is the service on course, and what has to be reconsidered? (Q13, Q14)
  To miss milestones makes the board reconsider its support. That is a review and no stop: one step of a
  ladder at a time, and withdrawal only after a review was held.

  Background:
    Given the case file "cases/examples/under-a-plan.json"

  Scenario Outline: Support that was withdrawn stays so until people decide otherwise
    Given the decision Q14 was taken by board as withdraw on 10 August 2012
    And the decision Q14 was taken by board as <then> on <day>
    When the case is decided as of 31 August 2012
    Then support ruling is <ruling>
    And service stops is <stops>
    And the reasons for Q14 include MON-14/row/<row>

    Examples:
      | then     | day            | ruling   | stops | row       |
      | withdraw | 11 August 2012 | withdraw | yes   | withdrawn |
      | go on    | 11 August 2012 | go on    | no    | on        |

  Scenario: A withdrawal that is taken back counts no more from that day on
    Given the decision Q14 was taken by board as withdraw on 10 August 2012
    And the decision Q14 was taken by board as go on on 31 August 2012
    When the case is decided as of 31 August 2012
    Then service stops is no
    And Q11 is greater

  Scenario: A service that keeps its milestones, customers and leader is on course
    When the case is decided as of 31 August 2012
    Then Q13 is on course
    And Q14 is go on
    And the reasons for Q13 include MON-11/row/on
    And the reasons for Q14 include MON-14/row/on

  Scenario Outline: The status of a milestone
    Given the milestones:
      | id | domain    | critical | due date   | completed on |
      | m1 | customers | no       | 2012-07-11 | <completed>  |
    When the case is decided as of <day>
    Then among milestones m1 has milestone status <status>

    Examples:
      | completed  | day          | status |
      | 2012-07-10 | 31 July 2012 | met    |
      | 2012-07-25 | 31 July 2012 | met    |
      | 2012-07-26 | 31 July 2012   | missed |
      | 2012-07-26 | 24 August 2012 | missed |
      | 2012-07-26 | 25 August 2012 | late   |
      | 2012-07-25 | 25 August 2012 | met  |
      | 2012-07-05 | 10 July 2012 | met    |
      | 2012-07-10 | 20 July 2012 | met    |
      |            | 11 July 2012 | open   |
      |            | 12 July 2012 | late   |
      |            | 25 July 2012 | late   |
      |            | 26 July 2012 | missed |

  Scenario Outline: Working days leave out weekends and bank holidays
    Given the milestones:
      | id | domain    | critical | due date   | completed on |
      | m1 | customers | no       | 2012-08-20 |              |
    When the case is decided as of <day>
    Then among milestones m1 has milestone status <status>

    Examples:
      | day              | status |
      | 4 September 2012 | late   |
      | 5 September 2012 | missed |

  Scenario Outline: Misses are counted by their weight and by the oversight
    Given the case file "cases/examples/<case>.json"
    And the milestones:
      | domain    | critical   | due date   | completed on |
      | customers | <critical> | 2012-07-11 |              |
      | business  | no         | 2012-07-11 | <second>     |
      | business  | no         | 2012-07-11 | <third>      |
    When the case is decided as of 31 August 2012
    Then milestones slipped is <slipped>
    And critical misses is <critical misses>
    And ordinary misses is <ordinary misses>
    And Q13 is <course>

    Examples:
      | case             | critical | second     | third      | slipped | critical misses | ordinary misses | course     |
      | under-a-plan     | yes      | 2012-07-11 | 2012-07-11 | yes     | 1               | 0               | off course |
      | under-a-plan     | no       | 2012-07-11 | 2012-07-11 | no      | 0               | 1               | on course  |
      | under-a-plan     | no       |            | 2012-07-11 | yes     | 0               | 2               | off course |
      | passed-well      | no       |            | 2012-07-11 | no      | 0               | 2               | on course  |
      | passed-well      | no       |            |            | yes     | 0               | 3               | off course |

  Scenario Outline: A milestone that is completed too late counts as missed for a time
    Given on 12 June 2012 the milestones were:
      | id | domain    | critical | due date   | completed on |
      | m9 | customers | yes      | 2012-07-11 |              |
    And on 20 August 2012 the milestones were:
      | id | domain    | critical | due date   | completed on |
      | m9 | customers | yes      | 2012-07-11 | 2012-08-17   |
    And the setting time looked back on for milestones is <time>
    When the case is decided as of <day>
    Then among milestones m9 has milestone status <status>
    And critical misses is <misses>
    And Q13 is <course>

    Examples:
      | day            | time    | status | misses | course     |
      | 31 August 2012 | 30 days | missed | 1      | off course |
      | 31 August 2012 | 0 days  | late   | 0      | on course  |

  Scenario: The same milestone before that report
    Given on 12 June 2012 the milestones were:
      | id | domain    | critical | due date   | completed on |
      | m9 | customers | yes      | 2012-07-11 |              |
    And on 20 August 2012 the milestones were:
      | id | domain    | critical | due date   | completed on |
      | m9 | customers | yes      | 2012-07-11 | 2012-08-17   |
    When the case is decided as of 10 August 2012
    Then among milestones m9 has milestone status missed
    And Q13 is off course
    And the reasons for Q13 include MON-11/row/milestones

  Scenario Outline: Customers who leave within half a year count against what was served before
    Given the customers:
      | population | left on |
      | 400000     | <first> |
      | 1600000    |         |
    When the case is decided as of 31 August 2012
    Then people lost is <lost>
    And people before the losses is <before>
    And Q13 is <course>

    Examples:
      | first      | lost   | before  | course     |
      | 2012-08-01 | 400000 | 2000000 | off course |
      | 2012-02-01 | 0      | 1600000 | on course  |
      | 2012-09-01 | 0      | 2000000 | on course  |
      | 2012-08-31 | 400000 | 2000000 | off course |
      | 2012-03-02 | 400000 | 2000000 | off course |
      | 2012-03-01 | 0      | 1600000 | on course  |

  Scenario Outline: Customers leave too fast above fifteen per cent of the people
    Given the customers:
      | population  | left on    |
      | <leaving>   | 2012-08-01 |
      | <remaining> |            |
    When the case is decided as of 31 August 2012
    Then people before the losses is 1000000
    And customers lost too fast is <too fast>

    Examples:
      | leaving | remaining | too fast |
      | 150000  | 850000    | no       |
      | 150001  | 849999    | yes      |

  Scenario: The share that may leave is a setting
    Given the customers:
      | population | left on    |
      | 400000     | 2012-08-01 |
      | 1600000    |            |
    And the setting customer loss limit is 20%
    When the case is decided as of 31 August 2012
    Then share of people lost is 20%
    And customers lost too fast is no

  Scenario: Customers who leave too fast take a service off course
    Given the customers:
      | population | left on    |
      | 400000     | 2012-08-01 |
      | 1600000    |            |
    When the case is decided as of 31 August 2012
    Then Q13 is off course
    And the reasons for Q13 include MON-11/row/customers
    And the reasons for Q13 include MON-9
    And the reasons for Q13 include MON-1

  Scenario: A service without customers has none to lose
    Given the customers:
      | population | left on |
    When the case is decided as of 31 August 2012
    Then share of people lost is 0%

  Scenario: Leaders who change too often take a service off course
    Given the leader terms:
      | started on | ended on   | permanent | bodies led |
      | 2012-06-01 | 2012-06-30 | yes       | 1          |
      | 2012-07-01 | 2012-07-31 | yes       | 1          |
      | 2012-08-01 |            | yes       | 1          |
    When the case is decided as of 31 August 2012
    Then Q13 is off course
    And the reasons for Q13 include MON-11/row/leaders

  Scenario: A plan that is overdue is like one that is missed
    Given plan agreed on is unknown
    And milestones is unknown
    When the case is decided as of 31 August 2012
    Then under a plan is yes
    And Q13 is off course
    And the reasons for Q13 include MON-11/row/no-plan
    And the outcome is greater oversight

  Scenario: Before the plan is agreed or overdue nobody asks for the course
    Given plan agreed on is unknown
    And milestones is unknown
    When the case is decided as of 1 June 2012
    Then Q13 is not asked
    And Q14 is not asked

  Scenario: A service that is stopped is on no course
    Given the case file "cases/examples/stopped.json"
    When the case is decided
    Then under a plan is no
    And Q13 is not asked

  Scenario: Without a report of customers the course is open
    Given customers is unknown
    When the case is decided as of 31 August 2012
    Then Q13 is undecided
    And we should ask for customers to decide Q13

  Scenario Outline: One step of the ladder at a time
    Given the milestones:
      | domain    | critical | due date   | completed on |
      | customers | yes      | 2012-07-11 |              |
    And last step taken is <taken>
    And last step taken on is 15 May 2012
    And review of support held is <held>
    And the leader terms:
      | started on | ended on | permanent | bodies led |
      | 2012-05-16 |          | yes       | 1          |
    When the case is decided as of 31 August 2012
    Then Q13 is off course
    And leadership lacking is no
    And Q14 is <ruling>
    And the reasons for Q14 include MON-14/row/<row>

    Examples:
      | taken                  | held    | ruling                 | row      |
      | unknown                | unknown | warning                | warn     |
      | go on                  | no      | warning                | warn     |
      | warning                | no      | change of leader       | warned   |
      | greater oversight      | no      | change of leader       | raised   |
      | change of leader       | unknown | hear the service first | hear     |
      | change of leader       | no      | hear the service first | hear     |
      | hear the service first | yes     | withdraw               | withdraw |
      | change of leader       | yes     | withdraw               | withdraw |
      | warning                | yes     | change of leader       | warned   |
      | greater oversight      | yes     | change of leader       | raised   |

  Scenario Outline: A service that is back on course goes on, whatever step was taken
    Given the case file "cases/examples/<case>.json"
    And last step taken is <taken>
    And last step taken on is 15 May 2012
    And review of support held is yes
    And the leader terms:
      | started on | ended on | permanent | bodies led |
      | <started>  |          | yes       | 1          |
    When the case is decided as of 31 August 2012
    Then Q13 is on course
    And new leader awaited is <awaited>
    And Q14 is go on
    And the reasons for Q14 include MON-14/row/on

    Examples:
      | case         | taken             | started    | awaited |
      | passed-well  | warning           | 2012-05-16 | no      |
      | under-a-plan | warning           | 2012-05-16 | no      |
      | under-a-plan | greater oversight | 2012-05-16 | no      |
      | under-a-plan | change of leader  | 2012-05-16 | no      |
      | under-a-plan | change of leader  | 2012-07-01 | yes     |

  Scenario: A service on course goes on, though its leadership is lacking
    Given the leader terms:
      | started on | ended on | permanent | bodies led |
      | 2012-01-01 |          | no        | 1          |
    When the case is decided as of 31 August 2012
    Then leadership lacking is yes
    And Q13 is on course
    And Q14 is go on

  Scenario Outline: Where leadership is lacking a change of leader follows any earlier step
    Given the case file "cases/examples/<case>.json"
    And last step taken is <taken>
    And last step taken on is 15 May 2012
    And the leader terms:
      | started on | ended on   | permanent | bodies led |
      | 2012-06-01 | 2012-06-30 | yes       | 1          |
      | 2012-07-01 | 2012-07-31 | yes       | 1          |
      | 2012-08-01 |            | yes       | 1          |
    When the case is decided as of 31 August 2012
    Then Q13 is off course
    And Q14 is change of leader
    And the reasons for Q14 include MON-14/row/lacking
    And the reasons for Q14 exclude MON-14/row/raised

    Examples:
      | case         | taken             |
      | passed-well  | warning           |
      | under-a-plan | warning           |
      | under-a-plan | greater oversight |

  Scenario Outline: Critical milestones count as open until they are completed
    Given the milestones:
      | domain    | critical | due date   | completed on |
      | customers | yes      | 2012-12-01 | <first>      |
      | business  | yes      | 2012-12-01 |              |
      | business  | no       | 2012-12-01 |              |
      | business  | no       | 2012-12-01 |              |
    When the case is decided as of 31 August 2012
    Then open critical milestones is <open>

    Examples:
      | first      | open |
      |            | 2    |
      | 2012-08-01 | 1    |

  Scenario: Without a report of milestones none counts as open
    Given milestones is unknown
    When the case is decided as of 31 August 2012
    Then open critical milestones is 0

  Scenario: Before the outcome is published no service is under a plan
    Given outcome published on is unknown
    When the case is decided as of 31 August 2012
    Then under a plan is no

  Scenario Outline: A step that was decided is the last step taken, from its day on
    Given the milestones:
      | domain    | critical | due date   | completed on |
      | customers | yes      | 2012-07-11 |              |
    And the decision Q14 was taken by board as <decided> on 20 August 2012
    When the case is decided as of <day> August 2012
    Then step already taken is <taken>
    And Q14 is <ruling>

    Examples:
      | decided                 | day | taken   | ruling  |
      | warning                 | 19  | go on   | warning |
      | warning                 | 20  | warning | warning |
      | wait for the new leader | 20  | go on   | warning |

  Scenario: The next step that is decided on the day of its proposal follows the policy
    Given the milestones:
      | domain    | critical | due date   | completed on |
      | customers | yes      | 2012-07-11 |              |
    And the decision Q14 was taken by board as warning on 20 July 2012
    And the decision Q14 was taken by board as change of leader on 20 August 2012
    When the case is decided as of 20 August 2012
    Then step already taken is change of leader
    And Q14 is wait for the new leader
    And the decision Q14 follows the policy

  Scenario Outline: Greater oversight that a review eased has neither its time nor failed
    Given the case file "cases/examples/passed-well.json"
    And the milestones:
      | domain    | critical | due date   | completed on |
      | customers | yes      | 2012-07-11 |              |
      | business  | no       | 2012-07-11 |              |
    And the decision Q14 was taken by board as greater oversight on 1 August 2012
    And the decision Q11 was taken by business development unit as <oversight> on <day>
    When the case is decided as of <later>
    Then oversight that holds is <oversight>
    And course is off course
    And Q14 is <ruling>
    And the reasons for Q14 include MON-14/row/<row>

    Examples:
      | oversight | day           | later             | ruling            | row         |
      | greater   | 2 August 2012 | 20 August 2012    | greater oversight | raise-works |
      | lesser    | 2 August 2012 | 20 August 2012    | greater oversight | again       |
      | greater   | 2 August 2012 | 20 September 2012 | change of leader  | raised      |
      | lesser    | 2 August 2012 | 20 September 2012 | greater oversight | again       |

  Scenario Outline: A warning, and closer oversight, have their time before the next step
    Given the case file "cases/examples/<case>.json"
    And outcome published on is 14 May 2012
    And the milestones:
      | domain    | critical | due date   | completed on |
      | customers | yes      | 2012-07-11 |              |
    And the decision Q14 was taken by board as <step> on 20 July 2012
    And the setting time for a step is <time>
    When the case is decided as of <day>
    Then step still at work is <at work>
    And Q14 is <ruling>
    And the reasons for Q14 include MON-14

    Examples:
      | case         | step              | time    | day            | at work | ruling            |
      | under-a-plan | warning           | 30 days | 18 August 2012 | yes     | warning           |
      | under-a-plan | warning           | 30 days | 19 August 2012 | no      | change of leader  |
      | under-a-plan | warning           | 0 days  | 31 July 2012   | no      | change of leader  |
      | passed-well  | warning           | 30 days | 18 August 2012 | yes     | warning           |
      | passed-well  | warning           | 30 days | 19 August 2012 | no      | greater oversight |
      | passed-well  | greater oversight | 30 days | 18 August 2012 | yes     | greater oversight |
      | passed-well  | greater oversight | 30 days | 19 August 2012 | no      | change of leader  |

  Scenario Outline: After a change of leader the ladder waits for the new leader
    Given the milestones:
      | domain    | critical | due date   | completed on |
      | customers | yes      | 2012-07-11 |              |
    And last step taken is change of leader
    And last step taken on is 1 June 2012
    And review of support held is <held>
    And the leader terms:
      | started on | ended on | permanent | bodies led |
      | 2012-05-20 |          | yes       | 1          |
      | <new>      |          | yes       | 1          |
    And the setting time for a new leader is <time>
    When the case is decided as of 31 August 2012
    Then new leader awaited is <awaited>
    And Q14 is <ruling>
    And the reasons for Q14 include MON-14/row/<row>

    Examples:
      | new        | time    | held | awaited | ruling                  | row      |
      | 2012-05-21 | 90 days | yes  | yes     | wait for the new leader | wait     |
      | 2012-06-03 | 90 days | no   | yes     | wait for the new leader | wait     |
      | 2012-06-02 | 90 days | no   | no      | hear the service first  | hear     |
      | 2012-06-02 | 90 days | yes  | no      | withdraw                | withdraw |
      | 2012-06-02 | 91 days | yes  | yes     | wait for the new leader | wait     |

  Scenario Outline: A service that winds down or has closed is on no course
    Given <fact> is <value>
    When the case is decided as of 31 August 2012
    Then under a plan is no
    And Q13 is not asked
    And Q14 is not asked

    Examples:
      | fact                   | value          |
      | wind down announced on | 20 August 2012 |
      | service closed on      | 20 August 2012 |

  Scenario: A warned service that passed well gets greater oversight first
    Given the case file "cases/examples/passed-well.json"
    And the milestones:
      | domain    | critical | due date   | completed on |
      | customers | yes      | 2012-07-11 |              |
    And last step taken is warning
    When the case is decided as of 31 August 2012
    Then Q14 is greater oversight
    And the reasons for Q14 include MON-14/row/raise

  Scenario: Where leadership is lacking too a change of leader comes first
    Given the leader terms:
      | started on | ended on   | permanent | bodies led |
      | 2012-06-01 | 2012-06-30 | yes       | 1          |
      | 2012-07-01 | 2012-07-31 | yes       | 1          |
      | 2012-08-01 |            | yes       | 1          |
    When the case is decided as of 31 August 2012
    Then leadership lacking is yes
    And Q14 is change of leader
    And the reasons for Q14 include MON-14/row/lacking

  Scenario: The outcome of checkpoint two stays what it was
    Given the milestones:
      | domain    | critical | due date   | completed on |
      | customers | yes      | 2012-07-11 |              |
    And last step taken is change of leader
    And last step taken on is 15 May 2012
    And the leader terms:
      | started on | ended on | permanent | bodies led |
      | 2012-05-16 |          | yes       | 1          |
    And review of support held is yes
    When the case is decided as of 31 August 2012
    Then Q14 is withdraw
    And Q11 is until handover
    And the outcome is greater oversight

  Scenario: Greater oversight may not be the laxer one
    Given the setting ordinary misses under greater oversight is 4
    And the milestones:
      | domain   | critical | due date   | completed on |
      | business | no       | 2012-07-11 |              |
      | business | no       | 2012-07-11 |              |
      | business | no       | 2012-07-11 |              |
    When the case is decided as of 31 August 2012
    Then milestones slipped is no
    And the policy finding property-broken is reported

  Scenario Outline: A hearing counts for the ladder that it belongs to
    Given review of support held is <held>
    And service heard on is <heard>
    And the decision Q14 was taken by board as go on on <continued>
    And the decision Q14 was taken by board as change of leader on 20 August 2012
    When the case is decided as of 31 August 2012
    Then review held is <counts>

    Examples:
      | held    | heard          | continued      | counts |
      | yes     | unknown        | 10 August 2012 | no     |
      | yes     | 9 August 2012  | 10 August 2012 | no     |
      | yes     | 11 August 2012 | 10 August 2012 | yes    |
      | no      | 11 August 2012 | 10 August 2012 | no     |
      | unknown | unknown        | 10 August 2012 | no     |

  Scenario: Without a decision to go on the day of the hearing need not be known
    Given review of support held is yes
    When the case is decided as of 31 August 2012
    Then review held is yes

  Scenario: Whether a service without support is on course is asked no more
    Given the decision Q14 was taken by board as withdraw on 10 August 2012
    When the case is decided as of 31 August 2012
    Then Q13 is not asked
    And Q14 is withdraw

  Scenario Outline: A departure is told on every later day, though the policy builds on it since
    Given the decision Q14 was taken by board as withdraw on 10 August 2012
    When the case is decided as of <day>
    Then the decision Q14 departs from the policy

    Examples:
      | day            |
      | 10 August 2012 |
      | 11 August 2012 |
