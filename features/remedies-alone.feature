Feature: Customers turned away, shared out, and bodies that a leader can take on
  Conclusions on which remedies and lending rest, each tried by itself.

  Scenario Outline: The share of people whose group wants another supplier
    Given the customers:
      | id      | population | left on    | wants to leave |
      | leaving | <leaving>  |            | yes            |
      | left    | <left>     | 2012-01-02 | no             |
      | staying | <staying>  |            | no             |
    When the case is decided as of 2 May 2012
    Then the share of people turned away is <share>

    Examples:
      | leaving | left    | staying | share |
      | 100,000 | 100,000 | 200,000 | 50%   |
      | 0       | 0       | 200,000 | 0%    |
      | 0       | 100,000 | 100,000 | 50%   |

  Scenario Outline: Where no people are served, or one alone, the share is still told
    Given the customers:
      | id   | population   | left on | wants to leave |
      | only | <population> |         | <wants>        |
    When the case is decided as of 2 May 2012
    Then the share of people turned away is <share>

    Examples:
      | population | wants | share |
      | 0          | yes   | 0%    |
      | 1          | yes   | 100%  |

  Scenario Outline: Customers can be shared out where each has somewhere to go
    Given scope is <scope>
    And groups others can take on is <taken>
    And the customers:
      | id     | left on   | supplier named | in house capacity |
      | first  | <left>    | <first>        | no                |
      | second |           | no             | <second>          |
      | third  |           | no             | yes               |
    When the case is decided as of 2 May 2012
    Then the open to carve up is <ruling>

    Examples:
      | scope    | taken | left       | first | second | ruling |
      | regional | 0     |            | yes   | yes    | yes    |
      | regional | 0     | 2012-01-02 | no    | yes    | no     |
      | regional | 0     |            | yes   | no     | no     |
      | regional | 1     |            | yes   | no     | yes    |
      | regional | 1     |            | no    | no     | no     |
      | regional | 2     |            | no    | no     | yes    |
      | regional | 1     | 2012-01-02 | no    | no     | yes    |
      | national | 2     |            | yes   | yes    | no     |

  Scenario Outline: Where each has somewhere to go, nobody need know what other services can take on
    Given scope is regional
    And groups others can take on is unknown
    And the customers:
      | id     | left on | supplier named | in house capacity |
      | first  | <left>  | <first>        | no                |
      | second |         | no             | yes               |
      | third  |         | yes            | no                |
    When the case is decided as of 2 May 2012
    Then the open to carve up is <ruling>

    Examples:
      | left       | first | ruling  |
      |            | yes   | yes     |
      | 2012-01-02 | no    | yes     |
      |            | no    | unknown |

  Scenario Outline: Customers take the work in-house where each that is left can do it
    Given scope is <scope>
    And the customers:
      | id     | left on | in house capacity |
      | first  | <left>  | <first>           |
      | second |         | yes               |
    When the case is decided as of 2 May 2012
    Then the open to in house is <ruling>

    Examples:
      | scope    | left       | first | ruling |
      | regional |            | yes   | yes    |
      | regional |            | no    | no     |
      | regional | 2012-01-02 | no    | yes    |
      | national |            | yes   | no     |

  Scenario: One customer that is left cannot be shared out
    Given scope is regional
    And groups others can take on is 5
    And the customers:
      | id   | left on    | supplier named | in house capacity |
      | gone | 2012-01-02 | yes            | yes               |
      | only |            | yes            | yes               |
    When the case is decided as of 2 May 2012
    Then the open to carve up is no

  Scenario Outline: The bodies that a leader can take on hang on those led by who is in post
    Given the leader terms:
      | id      | started on | ended on   | bodies led |
      | former  | 2011-01-02 | 2012-01-02 | <former>   |
      | present | 2012-01-03 |            | <present>  |
      | deputy  | 2012-01-03 |            | <deputy>   |
    When the case is decided as of 2 May 2012
    Then the bodies the leader can take on is <more>

    Examples:
      | former | present | deputy | more |
      | 2      | 1       | 1      | 1    |
      | 1      | 2       | 1      | 0    |
      | 1      | 3       | 1      | 0    |

  Scenario Outline: A closed service has neither leaders to get nor anything to be taken over
    Given the case file "cases/examples/stopped.json"
    And leaders on offer is 1
    And pool leaders on offer is 1
    And acquirers on offer is 1
    And service closed on is <closed>
    When the case is decided as of 1 July 2012
    Then open to lent leaders is <open>
    And open to pool leaders is <open>
    And open to takeover is <open>

    Examples:
      | closed       | open |
      | unknown      | yes  |
      | 30 June 2012 | no   |

  Scenario Outline: Groups that can all do the work themselves share nothing out
    Given scope is regional
    And the customers:
      | id    | population | supplier named | in house capacity |
      | north | 300000     | no             | yes               |
      | south | 300000     | <named>        | <own>             |
    When the case is decided as of 2 May 2012
    Then open to carve up is <carve up>
    And open to in house is <in house>

    Examples:
      | named | own | carve up | in house |
      | no    | yes | no       | yes      |
      | yes   | yes | yes      | yes      |
      | yes   | no  | yes      | no       |

  Scenario Outline: A bid that the groups chose comes before every rank
    Given the case file "cases/examples/stopped.json"
    And bidders on offer is <bidders>
    And acquirers on offer is 1
    And winner named is <winner>
    When the case is decided as of 1 July 2012
    Then open to bids is <open>
    And Q19 is <remedy>
    And Q21 is <ruling>
    And the reasons for Q19 include REM-11/row/<row>

    Examples:
      | bidders | winner | open | remedy    | ruling                  | row      |
      | 0       | yes    | yes  | open bids | hand over to the winner | winner   |
      | 1       | no     | no   | takeover  | closed                  | takeover |
      | 2       | no     | yes  | takeover  | closed                  | takeover |

  Scenario Outline: A group whose leaving still lies ahead is one that needs somewhere to go
    Given scope is regional
    And the customers:
      | id    | population | left on | supplier named | in house capacity |
      | north | 300000     | <left>  | no             | no                |
      | south | 300000     |         | no             | yes               |
    When the case is decided as of 2 May 2012
    Then open to in house is <in house>

    Examples:
      | left       | in house |
      | 2012-05-02 | yes      |
      | 2012-05-03 | no       |
