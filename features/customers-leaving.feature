Feature: May a group buy elsewhere, or do the work itself? (Q25)
  Groups may choose. What their going does to staff, money and neighbours was settled case by case; from
  18 October 2013 a business case comes first.

  Background:
    Given the case file "cases/examples/sound.json"
    And outcome published on is 14 May 2012

  Scenario Outline: One group
    Given customers:
      | id    | population | wants to leave | asked to leave on | staff effects settled | money effects settled | neighbour effects settled | business case agreed |
      | north | 600000     | yes            | 2013-10-18        | <staff>               | <money>               | <neighbours>              | <case>               |
    When the case is decided as of <day>
    Then a group wants to leave is yes
    And Q25 is <ruling>
    And the reasons for Q25 include LEAVE-3/item/north/row/<row>

    Examples:
      | staff | money | neighbours | case | day             | ruling              | row           |
      | yes   | yes   | yes        | no   | 18 October 2013 | business case first | business-case |
      | no    | yes   | yes        | no   | 18 October 2013 | business case first | business-case |
      | yes   | yes   | yes        | yes  | 18 October 2013 | agree               | agree         |
      | yes   | no    | yes        | yes  | 18 October 2013 | agree with terms    | terms         |

  Scenario Outline: Who asked before a business case was needed is judged as before, however much time passes
    Given customers:
      | id    | population | wants to leave | asked to leave on | staff effects settled | money effects settled | neighbour effects settled | business case agreed |
      | north | 600000     | yes            | <asked>           | <staff>               | <money>               | <neighbours>              | no                   |
    When the case is decided as of <day>
    Then Q25 is <ruling>
    And the reasons for Q25 include LEAVE-3/item/north/row/<row>

    Examples:
      | asked      | staff | money | neighbours | day             | ruling              | row           |
      | 2012-11-20 | yes   | yes   | yes        | 1 December 2012 | agree               | agree         |
      | 2012-11-20 | yes   | yes   | yes        | 18 October 2013 | agree               | agree         |
      | 2012-11-20 | no    | yes   | yes        | 18 October 2013 | agree with terms    | terms         |
      | 2012-11-20 | yes   | no    | yes        | 1 April 2015    | agree with terms    | terms         |
      | 2013-10-17 | yes   | yes   | no         | 1 April 2015    | agree with terms    | terms         |
      | 2013-10-18 | yes   | yes   | yes        | 1 April 2015    | business case first | business-case |

  Scenario Outline: As long as that day lies ahead nobody needs to say when a group asked
    Given customers:
      | id    | population | wants to leave | staff effects settled | money effects settled | neighbour effects settled | business case agreed |
      | north | 600000     | yes            | yes                   | yes                   | yes                       | no                   |
    When the case is decided as of <day>
    Then Q25 is <ruling>

    Examples:
      | day             | ruling    |
      | 17 October 2013 | agree     |
      | 18 October 2013 | undecided |

  Scenario: The strictest ruling of several groups is the answer
    Given customers:
      | id    | population | wants to leave | staff effects settled | money effects settled | neighbour effects settled | business case agreed |
      | north | 600000     | yes            | yes                   | yes                   | yes                       | no                   |
      | south | 400000     | yes            | no                    | yes                   | yes                       | no                   |
      | west  | 200000     | no             |                       |                       |                           |                      |
    When the case is decided as of 1 December 2012
    Then Q25 is agree with terms

  Scenario: A business case that one group owes holds up more than terms that another has to agree
    Given customers:
      | id    | population | wants to leave | asked to leave on | staff effects settled | money effects settled | neighbour effects settled | business case agreed |
      | north | 600000     | yes            | 2013-10-18        | yes                   | yes                   | yes                       | no                   |
      | south | 400000     | yes            | 2012-11-20        | no                    | yes                   | yes                       | no                   |
    When the case is decided as of 18 October 2013
    Then among customers north has departure ruling business case first
    And among customers south has departure ruling agree with terms
    And Q25 is business case first
    And the reasons for Q25 include LEAVE-4/row/business-case

  Scenario Outline: Nobody wants to leave
    Given customers:
      | id    | population | wants to leave |
      | north | 600000     | <wish>         |
    When the case is decided as of 1 December 2012
    Then a group wants to leave is no
    And Q25 is not asked

    Examples:
      | wish    |
      | no      |
      | unknown |

  Scenario: Where one wants to leave, the others stay
    Given customers:
      | id    | population | wants to leave | staff effects settled | money effects settled | neighbour effects settled | business case agreed |
      | north | 600000     | yes            | yes                   | yes                   | yes                       | no                   |
      | south | 400000     | no             |                       |                       |                           |                      |
      | west  | 200000     |                |                       |                       |                           |                      |
    When the case is decided as of 1 December 2012
    Then Q25 is agree
    And among customers south has departure ruling stays
    And among customers west has departure ruling stays

  Scenario: Groups that nobody has listed are not asked about
    When the case is decided as of 1 December 2012
    Then a group wants to leave is no
    And Q25 is not asked

  Scenario: From when a business case is asked is a setting
    Given customers:
      | id    | population | wants to leave | asked to leave on | staff effects settled | money effects settled | neighbour effects settled | business case agreed |
      | north | 600000     | yes            | 2012-12-01        | yes                   | yes                   | yes                       | no                   |
    And the setting business case needed from is 1 December 2012
    When the case is decided as of 1 December 2012
    Then Q25 is business case first

  Scenario Outline: A group that has left is asked about no more
    Given customers:
      | id    | population | wants to leave | asked to leave on | left on      | staff effects settled | money effects settled | neighbour effects settled |
      | north | 600000     | yes            | 2012-09-03        | <north left> | yes                   | yes                   | yes                       |
      | south | 600000     | yes            | 2012-09-03        | <south left> | yes                   | yes                   | yes                       |
    When the case is decided as of 1 December 2012
    Then a group wants to leave is <wants>
    And Q25 is <ruling>
    And among customers north has departure ruling <north>

    Examples:
      | north left | south left | wants | ruling    | north |
      | 2012-11-05 | 2012-11-05 | no    | not asked | stays |
      | 2012-11-05 |            | yes   | agree     | stays |
      | 2012-12-03 | 2012-11-05 | yes   | agree     | agree |

  Scenario Outline: A service that closed asks no group for a business case
    Given customers:
      | id    | population | wants to leave | asked to leave on | business case agreed |
      | north | 600000     | yes            | 2014-03-01        | no                   |
    And service closed on is <closed>
    When the case is decided as of 1 May 2014
    Then Q25 is <ruling>

    Examples:
      | closed        | ruling              |
      | unknown       | business case first |
      | 30 April 2014 | not asked           |
