Feature: Is the leadership of the service lacking? (Q15)
  The briefing speaks of leadership teams found to be lacking. When they are is ours: a failed grade that no
  appointment has answered, a post vacant too long, too many leaders in a year, a change still to come.

  Background:
    Given the case file "cases/examples/under-a-plan.json"

  Scenario: An appointed leader who stays is no sign of lack
    When the case is decided as of 31 August 2012
    Then Q15 is no
    And appointed leader in post is yes
    And leaders lately is 1

  Scenario: Before the outcome is published nobody asks
    Given outcome published on is unknown
    When the case is decided as of 13 May 2012
    Then Q15 is not asked

  Scenario Outline: An appointment ends what was decided of the leadership before it
    Given the setting acquirer outcome floor is greater oversight
    And the decision Q15 was taken by business development unit as yes on 20 August 2012
    And the leader terms:
      | started on | ended on | permanent | bodies led |
      | 2012-01-01 |          | yes       | 1          |
      | <started>  |          | <kind>    | 1          |
    When the case is decided as of 31 August 2012
    Then last appointment is <last>
    And fit to take over is <fit>

    Examples:
      | started    | kind | last           | fit |
      | 2012-08-20 | yes  | 20 August 2012 | no  |
      | 2012-08-21 | yes  | 21 August 2012 | yes |
      | 2012-08-31 | yes  | 31 August 2012 | yes |
      | 2012-09-01 | yes  | 1 January 2012 | no  |
      | 2012-08-21 | no   | 1 January 2012 | no  |

  Scenario: Leadership that failed is lacking until somebody is appointed
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | leadership mark | customer mark | business mark |
      | bdu                |              |                     |               |                 | fail            | good          | good          |
      | sha                |              |                     |               |                 | fail            | good          | good          |
      | non local ccg      | no           | no                  |               | no              | fail            | good          | good          |
      | independent expert |              |                     | 2             | no              | fail            | good          | good          |
    And the leader terms:
      | started on | ended on | permanent | bodies led |
      | 2012-01-01 |          | yes       | 1          |
    When the case is decided as of 31 August 2012
    Then Q04 is fail
    And new leader since the outcome is no
    And Q15 is yes
    And the reasons for Q15 include LACK-9

  Scenario: A new leader answers the failed grade
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | leadership mark | customer mark | business mark |
      | bdu                |              |                     |               |                 | fail            | good          | good          |
      | sha                |              |                     |               |                 | fail            | good          | good          |
      | non local ccg      | no           | no                  |               | no              | fail            | good          | good          |
      | independent expert |              |                     | 2             | no              | fail            | good          | good          |
    When the case is decided as of 31 August 2012
    Then new leader since the outcome is yes
    And Q15 is no
    And the reasons for Q15 include LACK-7

  Scenario Outline: A post is vacant too long after ninety days without an appointed leader
    Given the leader terms:
      | started on | ended on   | permanent   | bodies led |
      | 2012-01-01 | <ended on> | <permanent> | 1          |
    When the case is decided as of <day>
    Then post vacant too long is <vacant>
    And Q15 is <vacant>

    Examples:
      | ended on   | permanent | day            | vacant |
      |            | no        | 12 August 2012 | no     |
      |            | no        | 13 August 2012 | yes    |
      | 2012-07-01 | yes       | 13 August 2012 | no     |
      | 2012-07-01 | yes       | 1 October 2012 | yes    |
      |            | yes       | 1 October 2012 | no     |

  Scenario Outline: The days between which a post counts as vacant
    Given the leader terms:
      | started on | ended on | permanent | bodies led |
      | 2012-01-01 | <ended>  | yes       | 1          |
      | <next>     |          | yes       | 1          |
    When the case is decided as of 13 August 2012
    Then post vacant too long is <vacant>

    Examples:
      | ended      | next       | vacant |
      | 2012-05-15 | 2012-08-14 | yes    |
      | 2012-05-15 | 2012-08-13 | no     |
      | 2012-05-16 | 2012-08-14 | no     |

  Scenario Outline: An appointed leader is in post, and not one who acts or has left
    Given the leader terms:
      | started on | ended on | permanent   | bodies led |
      | 2012-01-01 | <ended>  | <permanent> | 1          |
    When the case is decided as of 31 August 2012
    Then appointed leader in post is <in post>

    Examples:
      | ended      | permanent | in post |
      |            | yes       | yes     |
      |            | no        | no      |
      | 2012-08-01 | yes       | no      |

  Scenario Outline: A new leader is awaited until somebody has led for ninety days
    Given last step taken is <taken>
    And last step taken on is 1 June 2012
    And the leader terms:
      | started on | ended on | permanent | bodies led |
      | 2012-05-20 |          | yes       | 1          |
      | <new>      | <ended>  | yes       | 1          |
    When the case is decided as of <day>
    Then new leader awaited is <awaited>

    Examples:
      | taken             | new        | ended      | day            | awaited |
      | change of leader  | 2012-05-31 |            | 31 August 2012 | yes     |
      | change of leader  | 2012-06-03 |            | 31 August 2012 | yes     |
      | change of leader  | 2012-06-02 |            | 31 August 2012 | no      |
      | change of leader  | 2012-06-01 |            | 29 August 2012 | yes     |
      | change of leader  | 2012-06-01 |            | 30 August 2012 | no      |
      | change of leader  | 2012-06-03 | 2012-08-01 | 31 August 2012 | no      |
      | change of leader  | 2012-06-03 | 2012-06-30 | 15 July 2012   | no      |
      | greater oversight | 2012-06-03 |            | 31 August 2012 | no      |

  Scenario: Who only acts is no new leader that is awaited
    Given last step taken is change of leader
    And last step taken on is 1 June 2012
    And the leader terms:
      | started on | ended on | permanent | bodies led |
      | 2012-06-01 |          | yes       | 1          |
      | 2012-08-01 |          | no        | 1          |
    When the case is decided as of 31 August 2012
    Then new leader awaited is no

  Scenario Outline: Three leaders within a year are too many
    Given the leader terms:
      | started on | ended on   | permanent | bodies led |
      | 2012-06-01 | <first>    | yes       | 1          |
      | <second>   | 2013-02-28 | yes       | 1          |
      | 2013-03-01 |            | yes       | 1          |
    When the case is decided as of <day>
    Then leaders lately is <count>
    And leaders changed too often is <often>
    And Q15 is <often>

    Examples:
      | first      | second     | day           | count | often |
      | 2012-12-31 | 2013-01-01 | 23 April 2013 | 3     | yes   |
      | 2012-12-31 | 2013-01-01 | 15 March 2013 | 3     | yes   |
      | 2012-12-31 | 2013-01-01 | 1 January 2014 | 2    | no    |

  Scenario Outline: A leader counts for a year after leaving
    Given the leader terms:
      | started on | ended on | permanent | bodies led |
      | 2011-06-01 | <left>   | yes       | 1          |
      | 2012-07-01 |          | yes       | 1          |
    When the case is decided as of 23 April 2013
    Then leaders lately is <count>

    Examples:
      | left       | count |
      | 2012-04-23 | 1     |
      | 2012-04-24 | 2     |

  Scenario: Acting leaders are not counted
    Given the leader terms:
      | started on | ended on   | permanent | bodies led |
      | 2012-06-01 | 2012-12-31 | yes       | 1          |
      | 2013-01-01 | 2013-02-28 | no        | 1          |
      | 2013-03-01 |            | yes       | 1          |
    When the case is decided as of 23 April 2013
    Then leaders lately is 2
    And Q15 is no

  Scenario Outline: A leader whom a step of the board brought in is not counted
    Given last step taken is <taken>
    And last step taken on is <on>
    And the leader terms:
      | id | started on | ended on   | permanent | bodies led | appointed as a step |
      | l1 | 2012-06-01 | 2012-12-31 | yes       | 1          |                     |
      | l2 | 2013-01-01 | 2013-02-28 | yes       | 1          |                     |
      | l3 | 2013-03-01 |            | yes       | 1          | <told>              |
    When the case is decided as of 23 April 2013
    Then leaders lately is <count>
    And among leader terms l3 has came as a step <came>
    And Q15 is <lacking>

    Examples:
      | taken                  | on            | told | count | came | lacking |
      | warning                | 1 March 2013  |      | 3     | no   | yes     |
      | change of leader       | 1 March 2013  |      | 2     | yes  | no      |
      | hear the service first | 20 April 2013 |      | 3     | no   | yes     |
      | hear the service first | 20 April 2013 | yes  | 2     | yes  | no      |
      | hear the service first | 20 April 2013 | no   | 3     | no   | yes     |

  Scenario: The number of leaders is a setting
    Given the leader terms:
      | started on | ended on   | permanent | bodies led |
      | 2012-06-01 | 2012-12-31 | yes       | 1          |
      | 2013-01-01 |            | yes       | 1          |
    And the setting leaders lately for doubt is 2
    When the case is decided as of 23 April 2013
    Then Q15 is yes
    And the reasons for Q15 include LACK-5
    And the reasons for Q15 include LACK-6

  Scenario Outline: A change of leader that was decided counts until it is made
    Given last step taken is change of leader
    And last step taken on is 1 August 2012
    And the leader terms:
      | id | started on | ended on | permanent | bodies led |
      | l1 | 2012-06-01 | <ended>  | yes       | 1          |
      | l2 | <started>  |          | yes       | 1          |
    When the case is decided as of 31 August 2012
    Then change of leader to come is <to come>
    And Q15 is <to come>

    Examples:
      | ended      | started    | to come |
      |            | 2012-07-20 | yes     |
      | 2012-08-14 | 2012-08-15 | no      |

  Scenario: Who leads now is told by the terms
    Given the leader terms:
      | id | started on | ended on   | permanent | bodies led |
      | l1 | 2012-01-01 | 2012-07-31 | no        | 1          |
      | l2 | 2012-08-01 |            | yes       | 1          |
      | l3 | 2012-10-01 |            | yes       | 1          |
    When the case is decided as of 31 August 2012
    Then among leader terms l1 has in post no
    And among leader terms l1 has served lately no
    And among leader terms l2 has served lately yes
    And among leader terms l2 has in post yes
    And among leader terms l3 has in post no

  Scenario: Without a report of leaders the question is open
    Given leader terms is unknown
    When the case is decided as of 31 August 2012
    Then Q15 is undecided
    And new leader since the outcome is no
    And we should ask for leader terms to decide Q15
