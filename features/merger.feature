Feature: May two services merge, and what outcome does the merged one carry? (Q26)
  Services merged before checkpoint two and after it. What is asked of a merger is ours, and so is that
  the merged service carries the worst outcome of its parents until the board decides its outcome again.

  Background:
    Given the case file "cases/examples/sound.json"
    And outcome published on is 14 May 2012
    And merger proposed on is 1 February 2013
    And merged leader named is yes
    And groups for the merger is 60%
    And parents:
      | id    | parent outcome    | parent population |
      | north | lesser oversight  | 700000            |
      | south | greater oversight | 600000            |

  Scenario: A merger that brings scale, with one leader and the groups for it
    When the case is decided as of 1 March 2013
    Then merged population is 1300000
    And Q26 is yes

  Scenario Outline: What is asked of a merger
    Given parents:
      | id    | parent outcome   | parent population |
      | north | lesser oversight | 700000            |
      | south | <outcome>        | <population>      |
    And merged leader named is <leader>
    And groups for the merger is <groups>
    When the case is decided as of 1 March 2013
    Then Q26 is <approved>

    Examples:
      | outcome           | population | leader | groups | approved |
      | greater oversight | 300000     | yes    | 50.1%  | yes      |
      | greater oversight | 299999     | yes    | 60%    | no       |
      | greater oversight | 600000     | no     | 60%    | no       |
      | greater oversight | 600000     | yes    | 50%    | no       |
      | scenario one      | 600000     | yes    | 60%    | no       |

  Scenario: How many groups have to be for it is a setting
    Given the setting merger consent share is 75%
    When the case is decided as of 1 March 2013
    Then Q26 is no

  Scenario Outline: The merged service carries the worst outcome of its parents until its own is decided
    Given merged on is <merged>
    And the decision Q10 was taken by board as lesser oversight on <decided>
    When the case is decided as of 1 May 2013
    Then outcome inherited is <inherited>
    And outcome in force is <outcome>
    And whose outcome is <whose>
    And Q11 is <oversight>

    Examples:
      | merged       | decided       | inherited | outcome           | whose                                                  | oversight |
      | unknown      | 14 May 2012   | no        | lesser oversight  | its outcome                                            | lesser    |
      | 1 April 2013 | 14 May 2012   | yes       | greater oversight | the worst outcome of the services that merged into it | greater   |
      | 1 April 2013 | 31 March 2013 | yes       | greater oversight | the worst outcome of the services that merged into it | greater   |
      | 1 April 2013 | 1 April 2013  | no        | lesser oversight  | its outcome                                            | lesser    |

  Scenario: A merged service of which people never decided an outcome carries that of its parents
    Given merged on is 1 April 2013
    When the case is decided as of 1 May 2013
    Then outcome in force is greater oversight
    And the reasons for Q11 include MERG-3
    And the reasons for Q18 include MERG-4

  Scenario: A parent that was stopped stops the merged service
    Given merged on is 1 April 2013
    And parents:
      | id    | parent outcome   | parent population |
      | north | lesser oversight | 700000            |
      | south | scenario one     | 600000            |
    When the case is decided as of 1 May 2013
    Then outcome in force is scenario one
    And service stops is yes

  Scenario: Without a proposal nothing is asked
    Given merger proposed on is unknown
    When the case is decided as of 1 March 2013
    Then Q26 is not asked
