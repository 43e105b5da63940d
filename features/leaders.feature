Feature: Who may join the pool, who is appointed, and who may lend? (Q16, Q17, Q18)
  The board appoints all leaders. Where leadership lacks they come from the pool of the national assessment,
  or from a service that passed checkpoint two.

  Background:
    Given the case file "cases/examples/under-a-plan.json"

  Scenario: Applicants join the pool who did well and want to be placed
    Given the applicants:
      | id | assessed | wants to be placed |
      | a1 | good     | yes                |
      | a2 | good     | no                 |
      | a3 | marginal | yes                |
    When the case is decided as of 31 August 2012
    Then among applicants a1 has admitted yes
    And among applicants a2 has admitted no
    And among applicants a3 has admitted no
    And Q16 is 1

  Scenario: The grade asked of the pool is a setting
    Given the applicants:
      | id | assessed | wants to be placed |
      | a3 | marginal | yes                |
    And the setting grade asked of the pool is marginal
    When the case is decided as of 31 August 2012
    Then Q16 is 1
    And the reasons for Q16 include POOL-2

  Scenario: Where nobody came to the assessment nobody asks
    When the case is decided as of 31 August 2012
    Then Q16 is not asked

  Scenario: A service with an appointed leader who is not lacking appoints nobody
    When the case is decided as of 31 August 2012
    Then leader to be appointed is no
    And Q17 is not asked

  Scenario Outline: The appointment of the leader
    Given the leader terms:
      | started on | ended on | permanent | bodies led |
      | 2012-01-01 |          | no        | 1          |
    And lead wants the post is <wants>
    And lead assessed is <assessed>
    And shared leader proposed is <proposed>
    And shared leader agreed is <agreed>
    And bodies of the shared leader is <bodies>
    And the setting first source of leaders is <first>
    And leaders on offer is <lent>
    And pool leaders on offer is <pool>
    When the case is decided as of 29 June 2012
    Then leader to be appointed is yes
    And Q17 is <appointment>
    And the reasons for Q17 include APP-5/row/<row>

    Examples:
      | wants | assessed | proposed | agreed | bodies | first           | lent | pool | appointment            | row       |
      | yes   | good     | no       | no     | 1      | passing service | 2    | 1    | confirm                | confirm   |
      | yes   | marginal | no       | no     | 1      | passing service | 2    | 1    | confirm                | confirm   |
      | yes   | fail     | no       | no     | 1      | passing service | 2    | 1    | from a passing service | lent      |
      | no    | good     | yes      | yes    | 2      | passing service | 2    | 1    | shared                 | shared    |
      | no    | good     | yes      | no     | 2      | passing service | 2    | 1    | from a passing service | lent      |
      | no    | good     | yes      | yes    | 3      | passing service | 2    | 1    | from a passing service | lent      |
      | no    | good     | no       | no     | 1      | passing service | 0    | 1    | from the pool          | then-pool |
      | no    | good     | no       | no     | 1      | pool            | 2    | 1    | from the pool          | pool      |
      | no    | good     | no       | no     | 1      | pool            | 2    | 0    | from a passing service | then-lent |
      | no    | good     | no       | no     | 1      | passing service | 0    | 0    | readvertise            | again     |
      | no    | good     | no       | no     | 1      | pool            | 0    | 0    | readvertise            | again     |
      | no    | good     | no       | no     | 1      | pool            | 0    | 1    | from the pool          | pool      |
      | no    | good     | no       | no     | 1      | pool            | 1    | 0    | from a passing service | then-lent |
      | yes   | good     | yes      | yes    | 2      | passing service | 2    | 1    | confirm                | confirm   |
      | yes   | good     | no       | no     | 1      | passing service | 0    | 1    | confirm                | confirm   |
      | yes   | good     | no       | no     | 1      | pool            | 2    | 1    | confirm                | confirm   |
      | yes   | good     | no       | no     | 1      | pool            | 2    | 0    | confirm                | confirm   |
      | yes   | good     | no       | no     | 1      | passing service | 0    | 0    | confirm                | confirm   |
      | no    | good     | yes      | yes    | 2      | passing service | 0    | 1    | shared                 | shared    |
      | no    | good     | yes      | yes    | 2      | pool            | 2    | 1    | shared                 | shared    |
      | no    | good     | yes      | yes    | 2      | pool            | 2    | 0    | shared                 | shared    |
      | no    | good     | yes      | yes    | 2      | passing service | 0    | 0    | shared                 | shared    |

  Scenario: A leader who is found lacking is not confirmed
    Given the leader terms:
      | started on | ended on | permanent | bodies led |
      | 2012-01-01 |          | no        | 1          |
    And lead wants the post is yes
    And lead assessed is good
    And shared leader proposed is no
    And leaders on offer is 1
    When the case is decided as of 31 August 2012
    Then leadership lacking is yes
    And leader in place fit is no
    And Q17 is from a passing service

  Scenario Outline: Whether a stopped service appoints a leader depends on its remedy
    Given the case file "cases/examples/stopped.json"
    And leaders on offer is <lent>
    And pool leaders on offer is <pool>
    And lead wants the post is no
    When the case is decided
    Then goes on under a leader is <goes on>
    And Q17 is <appointment>

    Examples:
      | lent | pool | goes on | appointment            |
      | 1    | 0    | yes     | from a passing service |
      | 0    | 1    | yes     | from the pool          |
      | 0    | 0    | no      | not asked              |

  Scenario Outline: A service that winds down, or has closed, appoints nobody
    Given the leader terms:
      | started on | ended on | permanent | bodies led |
      | 2012-01-01 |          | no        | 1          |
    And <fact> is 20 June 2012
    And the decision Q19 was taken by board as wind down on 20 June 2012
    When the case is decided as of 29 June 2012
    Then leader to be appointed is yes
    And Q17 is not asked

    Examples:
      | fact                   |
      | wind down announced on |
      | service closed on      |

  Scenario: A sound service with an appointed leader may lend
    Given the case file "cases/examples/passed-well.json"
    When the case is decided as of 31 August 2012
    Then Q18 is yes
    And the reasons for Q18 include LEND-1

  Scenario: A service under greater oversight needs its leaders itself
    When the case is decided as of 31 August 2012
    Then Q18 is no

  Scenario: The board may let it lend all the same
    Given the setting donor outcome floor is greater oversight
    When the case is decided as of 31 August 2012
    Then Q18 is yes

  Scenario: No setting lets a stopped service lend
    Given the case file "cases/examples/plan-refused.json"
    And outcome published on is 14 May 2012
    And the setting donor outcome floor is scenario one
    And the leader terms:
      | started on | ended on | permanent | bodies led |
      | 2012-01-01 |          | yes       | 1          |
    When the case is decided as of 31 August 2012
    Then service stops is yes
    And Q18 is no

  Scenario: A service that passed and stops later lends nobody
    Given the case file "cases/examples/passed-well.json"
    And wind down announced on is 20 August 2012
    When the case is decided as of 31 August 2012
    Then outcome in force is lesser oversight
    And Q18 is no

  Scenario Outline: A service that serves nobody any more lends nobody
    Given the case file "cases/examples/passed-well.json"
    And the customers:
      | id    | population | left on |
      | north | 600000     | <north> |
      | south | 400000     | <south> |
    And service closed on is <closed>
    When the case is decided as of 31 August 2012
    Then service still serves is <serves>
    And Q18 is <lends>

    Examples:
      | north      | south      | closed         | serves | lends |
      |            | 2012-08-31 | unknown        | yes    | yes   |
      | 2012-08-30 | 2012-09-01 | unknown        | yes    | yes   |
      | 2012-08-30 | 2012-08-31 | unknown        | no     | no    |
      |            |            | 31 August 2012 | no     | no    |

  Scenario Outline: Of a service without a list of customers it is presumed that it serves some
    Given the case file "cases/examples/passed-well.json"
    And scope is <scope>
    And customers is unknown
    And service closed on is <closed>
    When the case is decided as of 31 August 2012
    Then service still serves is <serves>

    Examples:
      | scope    | closed         | serves |
      | regional | unknown        | yes    |
      | national | 31 August 2012 | no     |

  Scenario Outline: A national service serves the groups of all services, and needs none of its own
    Given the case file "cases/examples/passed-well.json"
    And scope is <scope>
    And the customers:
      | id | population |
    When the case is decided as of 31 August 2012
    Then service still serves is <serves>

    Examples:
      | scope    | serves |
      | national | yes    |
      | regional | no     |

  Scenario Outline: Only a critical milestone that is open keeps a service from lending
    Given the case file "cases/examples/passed-well.json"
    And the milestones:
      | domain     | critical   | due date | completed on |
      | leadership | <critical> | <due>    | <completed>  |
    And the setting critical milestones open at a lender is <may be>
    When the case is decided as of 31 August 2012
    Then Q18 is <lends>

    Examples:
      | critical | due        | completed  | may be | lends |
      | yes      | 2012-07-11 |            | 0      | no    |
      | yes      | 2012-12-01 |            | 0      | no    |
      | yes      | 2012-12-01 |            | 1      | yes   |
      | yes      | 2012-07-11 | 2012-08-30 | 0      | yes   |
      | no       | 2012-07-11 |            | 0      | yes   |

  Scenario: Where leaders changed too often another is to be appointed, and none is lent
    Given the case file "cases/examples/passed-well.json"
    And the leader terms:
      | started on | ended on   | permanent | bodies led |
      | 2012-06-01 | 2012-06-30 | yes       | 1          |
      | 2012-07-01 | 2012-07-31 | yes       | 1          |
      | 2012-08-01 |            | yes       | 1          |
    When the case is decided as of 31 August 2012
    Then appointed leader in post is yes
    And leadership lacking is yes
    And leader to be appointed is yes
    And Q18 is no

  Scenario: What a former leader led does not count
    Given the case file "cases/examples/passed-well.json"
    And the leader terms:
      | started on | ended on   | permanent | bodies led |
      | 2012-01-01 | 2012-06-30 | yes       | 2          |
      | 2012-07-01 |            | yes       | 1          |
    When the case is decided as of 31 August 2012
    Then Q18 is yes

  Scenario: A leader of two bodies is lent to no third
    Given the case file "cases/examples/passed-well.json"
    And the leader terms:
      | started on | ended on | permanent | bodies led |
      | 2012-06-01 |          | yes       | 2          |
    When the case is decided as of 31 August 2012
    Then Q18 is no

  Scenario Outline: What a leader leads already counts towards the limit
    Given the case file "cases/examples/passed-well.json"
    And the setting bodies per leader is 3
    And the leader terms:
      | started on | ended on | permanent | bodies led |
      | 2012-06-01 | <until>  | yes       | <led>      |
    When the case is decided as of 31 August 2012
    Then bodies the leader can take on is <room>
    And Q18 is <lends>
    And the reasons for Q18 include LEND-1

    Examples:
      | led | until      | room | lends |
      | 1   |            | 2    | yes   |
      | 2   |            | 1    | yes   |
      | 3   |            | 0    | no    |
      | 4   |            | 0    | no    |
      | 3   | 2012-08-01 | 2    | no    |

  Scenario Outline: A lead in post suffices until the board has appointed leaders
    Given the case file "cases/examples/passed-well.json"
    And the leader terms:
      | started on | ended on | permanent | bodies led |
      | 2012-01-01 |          | no        | 1          |
    And the setting leaders appointed by is <appointed by>
    When the case is decided as of <day>
    Then Q18 is <lends>

    Examples:
      | day          | appointed by | lends |
      | 29 June 2012 | 31 July 2012 | yes   |
      | 31 July 2012 | 31 July 2012 | no    |
      | 29 June 2012 | 1 June 2012  | no    |

  Scenario Outline: The board has appointed leaders by the end of July 2012
    Given the case file "cases/examples/passed-well.json"
    And the leader terms:
      | started on | ended on | permanent | bodies led |
      | 2012-01-01 |          | no        | 1          |
    When the case is decided as of <day>
    Then Q18 is <lends>

    Examples:
      | day          | lends |
      | 30 July 2012 | yes   |
      | 31 July 2012 | no    |

  Scenario: A service whose leadership is marginal lends nobody
    Given the case file "cases/examples/passed-well.json"
    And named lead is no
    And the setting donor outcome floor is greater oversight
    When the case is decided as of 31 August 2012
    Then Q18 is no
