Feature: Is there a plan to assess? (Q01)
  Checkpoint two looks at areas whose clusters build a support service. In four areas they did not.

  Scenario: The clusters build a support service
    Given cluster statement is css plan
    When the case is decided
    Then Q01 is assess

  Scenario: An area that leaves support to local arrangements is not assessed
    Given the case file "cases/examples/no-plan.json"
    When the case is decided
    Then Q01 is local support
    And Q02 is not asked
    And Q03 is not asked
    And Q10 is not asked

  Scenario: Nobody has said whether there is a plan
    Given the case file "cases/examples/sound.json"
    And cluster statement is unknown
    When the case is decided
    Then Q01 is undecided
    And the outcome is undecided
    And we should ask for cluster statement

  Scenario Outline: The plan of a service that came back or merged counts from then
    Given the case file "cases/examples/sound.json"
    And outcome published on is 14 May 2012
    And css consents is <consents>
    And leader terms:
      | id    | permanent | started on | bodies led |
      | first | <kind>    | 2012-07-02 | 1          |
    And hosted from is <hosted>
    And merged on is <merged>
    And parents:
      | id    | parent outcome    | parent population |
      | north | lesser oversight  | 700000            |
      | south | greater oversight | 600000            |
    And plan agreed on is <agreed>
    When the case is decided as of 2 November 2012
    Then came back is <back>
    And plan start is <start>

    Examples:
      | consents | kind | hosted          | merged          | agreed           | back | start           |
      | no       | yes  | 1 October 2012  | unknown         | unknown          | yes  | 1 October 2012  |
      | no       | yes  | 1 October 2012  | unknown         | 1 June 2012      | yes  | 1 October 2012  |
      | no       | yes  | 3 November 2012 | unknown         | unknown          | no   | 14 May 2012     |
      | no       | no   | 1 October 2012  | unknown         | unknown          | no   | 14 May 2012     |
      | yes      | yes  | 1 October 2012  | unknown         | unknown          | no   | 14 May 2012     |
      | yes      | yes  | unknown         | 1 October 2012  | unknown          | no   | 1 October 2012  |
      | yes      | yes  | unknown         | 1 October 2012  | 1 October 2012   | no   | 1 October 2012  |
      | yes      | yes  | unknown         | 1 October 2012  | 30 September 2012 | no  | 14 May 2012     |
      | yes      | yes  | unknown         | 2 April 2012    | unknown          | no   | 14 May 2012     |

  Scenario Outline: A service that came back agrees its plan anew
    Given the case file "cases/examples/sound.json"
    And outcome published on is 14 May 2012
    And css consents is no
    And leader terms:
      | id    | permanent | started on | bodies led |
      | first | yes       | 2012-07-02 | 1          |
    And hosted from is 1 October 2012
    And plan agreed on is <agreed>
    When the case is decided as of 30 October 2012
    Then plan overdue is <overdue>

    Examples:
      | agreed            | overdue |
      | unknown           | yes     |
      | 30 September 2012 | yes     |
      | 1 October 2012    | no      |

  Scenario Outline: An outcome that was decided anew starts the plan anew
    Given the case file "cases/examples/sound.json"
    And outcome published on is 14 May 2012
    And the decision Q10 was taken by board as greater oversight on <day>
    When the case is decided as of 2 November 2012
    Then plan start is <start>

    Examples:
      | day            | start          |
      | 14 May 2012    | 14 May 2012    |
      | 15 May 2012    | 15 May 2012    |
      | 1 October 2012 | 1 October 2012 |

  Scenario Outline: An outcome that was decided anew after a merger starts the plan anew
    Given the case file "cases/examples/sound.json"
    And outcome published on is 14 May 2012
    And merged on is 1 October 2012
    And the parents:
      | id    | parent outcome    |
      | north | greater oversight |
      | south | lesser oversight  |
    And plan agreed on is <agreed>
    And the decision Q10 was taken by board as lesser oversight on <day>
    When the case is decided as of 10 December 2012
    Then plan start is <start>

    Examples:
      | agreed          | day              | start            |
      | unknown         | 14 May 2012      | 1 October 2012   |
      | 15 October 2012 | 14 May 2012      | 1 October 2012   |
      | 8 June 2012     | 14 May 2012      | 14 May 2012      |
      | 8 June 2012     | 20 May 2012      | 20 May 2012      |
      | 8 June 2012     | 1 October 2012   | 1 October 2012   |
      | unknown         | 1 November 2012  | 1 November 2012  |
      | 15 October 2012 | 1 November 2012  | 1 November 2012  |
      | 8 June 2012     | 1 November 2012  | 1 November 2012  |
