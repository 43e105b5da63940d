Feature: Under which oversight does the service go on? (Q11)
  The outcome gives the oversight to begin with. A review of risk, or a step of the ladder, may move it.

  Background:
    Given the case file "cases/examples/sound.json"
    And outcome published on is 14 May 2012

  Scenario Outline: The outcome gives the oversight to begin with
    Given the case file "cases/examples/<case>.json"
    And outcome published on is 14 May 2012
    When the case is decided
    Then the outcome is <outcome>
    And Q11 is <oversight>
    And Q11c is <reporting>
    And the reasons for Q11 include <row>
    And the reasons for Q11c include OVER-6/row/<report>

    Examples:
      | case            | outcome           | oversight      | row                | reporting    | report    |
      | sound           | lesser oversight  | lesser         | OVER-3/row/lesser  | by exception | exception |
      | three-marginals | greater oversight | greater        | OVER-3/row/greater | each month   | regular   |
      | plan-refused    | scenario one      | until handover | OVER-7/row/stops   | each month   | stopped   |

  Scenario: Before the outcome is published nobody asks under which oversight the service goes on
    Given outcome published on is unknown
    When the case is decided
    Then Q11 is not asked
    And Q11b is not asked
    And Q11c is not asked

  Scenario: A failed domain is watched closely, even where people decided the outcome otherwise
    Given the case file "cases/examples/one-failed-domain.json"
    And outcome published on is 14 May 2012
    And the decision Q10 was taken by board as lesser oversight on 14 May 2012
    When the case is decided as of 15 May 2012
    Then failed domain on file is yes
    And Q11 is greater
    And the reasons for Q11 include OVER-3/row/failed

  Scenario: Without grades on file the outcome that people decided gives the oversight
    Given panel is unknown
    And the decision Q10 was taken by board as lesser oversight on 14 May 2012
    When the case is decided as of 15 May 2012
    Then failed domain on file is no
    And oversight by review is lesser

  Scenario: A review of risk asks for greater oversight
    Given oversight review is to greater
    And review reasons recorded is yes
    When the case is decided
    Then Q11 is greater
    And the reasons for Q11 include OVER-1
    And the reasons for Q11 include OVER-3/row/tightened

  Scenario Outline: A review without reasons on file moves nothing
    Given oversight review is to greater
    And review reasons recorded is <recorded>
    When the case is decided
    Then moved to greater is no
    And Q11 is lesser

    Examples:
      | recorded |
      | no       |
      | unknown  |

  Scenario Outline: A step of the ladder raises the oversight
    Given last step taken is <step>
    When the case is decided
    Then Q11 is <oversight>

    Examples:
      | step              | oversight |
      | warning           | lesser    |
      | greater oversight | greater   |
      | change of leader       | greater        |
      | hear the service first | greater        |
      | withdraw               | until handover |

  Scenario Outline: A service that winds down or has closed is watched until the handover
    Given <fact> is 1 May 2014
    When the case is decided as of 2 May 2014
    Then Q11 is until handover
    And Q11c is each month
    And the reasons for Q11 include OVER-7/row/stops

    Examples:
      | fact                   |
      | wind down announced on |
      | service closed on      |

  Scenario: A review of risk eases the oversight
    Given the case file "cases/examples/three-marginals.json"
    And outcome published on is 14 May 2012
    And oversight review is to lesser
    And review reasons recorded is yes
    When the case is decided
    Then Q11 is lesser
    And the reasons for Q11 include OVER-2
    And the reasons for Q11 include OVER-3/row/eased

  Scenario: A review takes back what a step had raised
    Given last step taken is greater oversight
    And oversight review is to lesser
    And review reasons recorded is yes
    When the case is decided
    Then Q11 is lesser
    And the reasons for Q11 include OVER-3/row/restored

  Scenario: No review eases the oversight of a service with a failed domain
    Given the case file "cases/examples/one-failed-domain.json"
    And outcome published on is 14 May 2012
    And oversight review is to lesser
    And review reasons recorded is yes
    When the case is decided
    Then moved to lesser is no
    And Q11 is greater

  Scenario: No review eases the oversight while a critical milestone is open
    Given the case file "cases/examples/three-marginals.json"
    And outcome published on is 14 May 2012
    And oversight review is to lesser
    And review reasons recorded is yes
    And the milestones:
      | domain   | critical | due date   | completed on |
      | business | yes      | 2012-07-11 |              |
    When the case is decided
    Then open critical milestones is 1
    And Q11 is greater

  Scenario Outline: Greater oversight looks more often
    Given the case file "cases/examples/<case>.json"
    And outcome published on is 14 May 2012
    When the case is decided
    Then Q11b is <next>

    Examples:
      | case            | next           |
      | three-marginals | 13 June 2012   |
      | sound           | 13 August 2012 |

  Scenario: The next review is counted from the last
    Given last review on is 1 August 2012
    When the case is decided
    Then last review day is 1 August 2012
    And Q11b is 31 October 2012

  Scenario Outline: A review that was not held is overdue
    Given last review on is 1 August 2012
    When the case is decided as of <day>
    Then Q11b is 31 October 2012
    And the reasons for Q11b include OVER-5/row/<row>

    Examples:
      | day             | row     |
      | 31 October 2012 | due     |
      | 1 November 2012 | overdue |

  Scenario: Greater oversight may not look less often than lesser
    Given the setting interval of greater oversight is 100 days
    When the case is decided
    Then the policy finding property-broken is reported

  Scenario: The oversight follows what the board decided, not what the policy says
    Given the case file "cases/examples/three-marginals.json"
    And outcome published on is 14 May 2012
    And the decision Q10 was taken by board as lesser oversight on 14 May 2012
    When the case is decided as of 14 May 2012
    Then the decision Q10 departs from the policy
    And Q11 is lesser

  Scenario: Where the policy is asked anew the oversight follows the policy
    Given the case file "cases/examples/three-marginals.json"
    And outcome published on is 14 May 2012
    And the decision Q10 was taken by board as lesser oversight on 14 May 2012
    When the case is decided anew as of 14 May 2012
    Then Q11 is greater

  Scenario: Before the case is ready to grade nobody asks for the oversight
    Given the case file "cases/examples/invalid-panel.json"
    When the case is decided
    Then Q11 is not asked
    And Q11b is not asked
    And Q11c is not asked

  Scenario Outline: The oversight that people decided holds when milestones are counted and support is ruled on
    Given the case file "cases/examples/passed-well.json"
    And the milestones:
      | domain    | critical | due date   | completed on |
      | customers | no       | 2012-07-11 |              |
      | business  | no       | 2012-07-11 |              |
    And the decision Q11 was taken by business development unit as <decided> on 13 June 2012
    And last step taken is <taken>
    When the case is decided as of <day>
    Then oversight that holds is <holds>
    And Q13 is <course>
    And Q14 is <ruling>

    Examples:
      | decided | taken   | day            | holds   | course     | ruling           |
      | greater | go on   | 31 August 2012 | greater | off course | warning          |
      | greater | warning | 31 August 2012 | greater | off course | change of leader |
      | lesser  | warning | 31 August 2012 | lesser  | on course  | go on            |

  Scenario: What people decided of the oversight is evidence from its day on
    Given the case file "cases/examples/passed-well.json"
    And the decision Q11 was taken by business development unit as greater on 30 August 2012
    When the case is decided as of 29 August 2012
    Then oversight that holds is lesser
    When the case is decided as of 30 August 2012
    Then oversight that holds is greater
    And the decision Q11 departs from the policy

  Scenario Outline: Of a review and a step the later one counts
    Given the case file "cases/examples/<case>.json"
    And outcome published on is 14 May 2012
    And oversight review is to lesser
    And review reasons recorded is yes
    And last review on is 20 July 2012
    And the milestones:
      | domain | critical | due date | completed on |
    And the decision Q14 was taken by board as <step> on <day>
    When the case is decided as of 31 August 2012
    Then raised by a step is <raised>
    And raised since the review is <since>
    And moved to lesser is <eased>
    And Q11 is <oversight>
    And Q11b is <review>

    Examples:
      | case            | step              | day          | raised | since | eased | oversight | review          |
      | three-marginals | greater oversight | 19 July 2012 | yes    | no    | yes   | lesser    | 19 October 2012 |
      | three-marginals | greater oversight | 20 July 2012 | yes    | yes   | no    | greater   | 19 August 2012  |
      | three-marginals | warning           | 21 July 2012 | no     | no    | yes   | lesser    | 19 October 2012 |
      | sound           | greater oversight | 19 July 2012 | yes    | no    | yes   | lesser    | 19 October 2012 |
      | sound           | change of leader  | 21 July 2012 | yes    | yes   | no    | greater   | 19 August 2012  |

  Scenario: A step that is reported without its day leaves the last review standing
    Given oversight review is to lesser
    And review reasons recorded is yes
    And last review on is 20 July 2012
    And the milestones:
      | domain | critical | due date | completed on |
    And last step taken is greater oversight
    When the case is decided as of 31 August 2012
    Then raised by a step is yes
    And raised since the review is no
    And day of the step is unknown
    And Q11 is lesser

  Scenario Outline: A decision to go on does not ease the oversight that a step raised
    Given the decision Q14 was taken by board as greater oversight on 1 August 2012
    And the decision Q14 was taken by board as <later> on 10 August 2012
    When the case is decided as of 31 August 2012
    Then step already taken is <later>
    And Q11 is greater

    Examples:
      | later   |
      | go on   |
      | warning |

  Scenario Outline: What people decided of the oversight holds until a later step or review
    Given the decision Q11 was taken by business development unit as <decided> on 13 June 2012
    And the milestones:
      | domain | critical | due date | completed on |
    And the decision Q14 was taken by board as <step> on <day>
    And oversight review is <review>
    And review reasons recorded is yes
    And last review on is <reviewed>
    When the case is decided as of 31 August 2012
    Then moved since it was decided is <overtaken>
    And oversight in force is <in force>
    And oversight that holds is <in force>
    And Q11c is <reports>

    Examples:
      | decided | step              | day           | review     | reviewed     | overtaken | in force | reports      |
      | lesser  | greater oversight | 1 August 2012 | unchanged  | unknown      | yes       | greater  | each month   |
      | lesser  | greater oversight | 13 June 2012  | unchanged  | unknown      | no        | lesser   | by exception |
      | lesser  | greater oversight | 14 June 2012  | unchanged  | unknown      | yes       | greater  | each month   |
      | lesser  | warning           | 1 August 2012 | unchanged  | 2 July 2012  | no        | lesser   | by exception |
      | lesser  | warning           | 1 August 2012 | to greater | 2 July 2012  | yes       | greater  | each month   |
      | greater | warning           | 1 August 2012 | to lesser  | 2 July 2012  | yes       | lesser   | by exception |
      | greater | warning           | 1 August 2012 | to lesser  | 13 June 2012 | no        | greater  | each month   |

  Scenario: A decision on the oversight counts at once for reviews and reports
    Given the decision Q11 was taken by business development unit as lesser on 13 June 2012
    And the decision Q14 was taken by board as greater oversight on 1 August 2012
    And the decision Q11 was taken by business development unit as lesser on 31 August 2012
    When the case is decided as of 31 August 2012
    Then moved since it was decided is no
    And Q11c is by exception
    And oversight that holds is lesser

  Scenario Outline: A review that moves nothing leaves what was decided before it
    Given the decision Q11 was taken by business development unit as lesser on 20 July 2012
    And the milestones:
      | domain | critical | due date | completed on |
    And the decision Q14 was taken by board as greater oversight on 10 July 2012
    And oversight review is <review>
    And review reasons recorded is <reasons>
    And last review on is 10 August 2012
    When the case is decided as of 31 August 2012
    Then moved by a review is <moved>
    And moved since it was decided is <moved>
    And oversight in force is <in force>

    Examples:
      | review     | reasons | moved | in force |
      | unchanged  | yes     | no    | lesser   |
      | to greater | no      | no    | lesser   |
      | to greater | yes     | yes   | greater  |
      | to lesser  | yes     | yes   | lesser   |

  Scenario Outline: The review that moved the oversight may be another than the last
    Given oversight review is to lesser
    And review reasons recorded is yes
    And review moved oversight on is <moved>
    And last review on is 10 August 2012
    And the milestones:
      | domain | critical | due date | completed on |
    And the decision Q14 was taken by board as greater oversight on 1 August 2012
    When the case is decided as of 31 August 2012
    Then day of the review is <day>
    And raised since the review is <since>
    And Q11 is <oversight>

    Examples:
      | moved        | day            | since | oversight |
      | 15 July 2012 | 15 July 2012   | yes   | greater   |
      | unknown      | 10 August 2012 | no    | lesser    |

  Scenario: A service that came back and loses its support is stopped by that
    Given css consents is no
    And leader terms:
      | id    | permanent | started on | bodies led |
      | first | yes       | 2012-07-02 | 1          |
    And hosted from is 1 October 2012
    And the decision Q14 was taken by board as withdraw on 1 February 2013
    When the case is decided as of 2 February 2013
    Then came back is yes
    And service stops is yes
    And Q11 is until handover
    And the reasons for Q11 include STAGE-1
