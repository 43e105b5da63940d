Feature: Days and numbers on the very limit, and the conditions that stand alone
  Each scenario tells a rule from a small mistake in it that no other scenario notices
  (`cssrules test --mutate`).

  Scenario: A leader is in post from the first day on, and no longer on the last
    Given the leader terms:
      | id       | started on | ended on   |
      | first    | 2012-02-16 | 2013-02-16 |
      | leaving  | 2011-02-16 | 2012-02-16 |
      | undated  |            | 2012-02-17 |
    When the case is decided as of 16 February 2012
    Then among the leader terms first has in post yes
    And among the leader terms leaving has in post no
    And among the leader terms undated has in post unknown

  Scenario: A leader who left a year ago to the day is of another time
    Given the leader terms:
      | id      | permanent | appointed as a step | started on | ended on   |
      | before  | yes       | no                  | 2011-01-02 | 2011-02-16 |
      | starts  | yes       | no                  | 2012-02-16 |            |
      | undated | yes       | no                  |            | 2011-02-17 |
    When the case is decided as of 16 February 2012
    Then among the leader terms before has served lately no
    And among the leader terms starts has served lately yes
    And among the leader terms undated has served lately unknown

  Scenario: A leader who starts on the day of the outcome is not a new one
    Given outcome published on is 2012-01-02
    And the leader terms:
      | id  | permanent | started on |
      | old | yes       | 2012-01-02 |
    When the case is decided as of 2 May 2012
    Then the new leader since the outcome is no

  Scenario: One who stands in for a while is not the new leader
    Given outcome published on is 2012-01-02
    And the leader terms:
      | id      | permanent | started on |
      | interim | no        | 2012-01-03 |
    When the case is decided as of 2 May 2012
    Then the new leader since the outcome is no

  Scenario: Of a leader whose appointment is not on file it is presumed that no step of the board brought it
    Given last step taken is change of leader
    And the leader terms:
      | id       | ended on   | appointed as a step |
      | ordinary | 2011-01-02 | no                  |
      | unsaid   | 2011-01-02 |                     |
    When the case is decided as of 15 February 2012
    Then among the leader terms ordinary has came as a step no
    And among the leader terms unsaid has came as a step no

  Scenario: An interim leader is not the change that the board asked for
    Given last step taken is change of leader
    And the leader terms:
      | id      | permanent | ended on   |
      | interim | no        | 2011-01-02 |
    When the case is decided as of 15 February 2012
    Then the change of leader to come is yes

  Scenario: Where no change of leader was asked for, no new leader is awaited
    Given a case with:
      | fact | value |
    When the case is decided as of 30 July 2012
    Then the new leader awaited is no

  Scenario: A group that leaves today is gone
    Given the customers:
      | id      | left on    |
      | today   | 2012-02-16 |
    When the case is decided as of 16 February 2012
    Then among the customers today has gone yes

  Scenario: A milestone that is completed ten working days late, a bank holiday apart, is met
    Given plan receipt date is 2012-01-02
    And the milestones:
      | id   | due date   | completed on |
      | line | 2014-08-11 | 2014-08-26   |
    When the case is decided as of 29 December 2016
    Then among the milestones line has milestone status met

  Scenario: A critical milestone that is completed, and one of which nothing is said, are not open
    Given plan receipt date is 2012-01-02
    And the milestones:
      | id        | critical | completed on |
      | completed | yes      | 2012-05-01   |
      | unsaid    |          |              |
    When the case is decided as of 2 May 2012
    Then the open critical milestones is 0

  Scenario: People of a group that left on the first day looked back on are not counted
    Given the customers:
      | id  | population | left on    |
      | old | 250,000    | 2012-01-03 |
    When the case is decided as of 4 July 2012
    Then the people lost is 0
    And the people before the losses is 0

  Scenario: Without a published outcome no service goes on under a plan
    Given plan agreed on is 2012-05-02
    When the case is decided as of 1 December 2016
    Then the under a plan is no

  Scenario: Reasons alone, without a review that says so, move no service to greater oversight
    Given review reasons recorded is yes
    When the case is decided as of 15 February 2012
    Then the moved to greater is no

  Scenario: Two failed domains settle what the outcome will be, though the submission is not complete
    Given price per head is £25.01
    And upheld coercion complaints is 2
    When the case is decided as of 15 February 2012
    Then outcome is scenario one
    And Q10 is undecided

  Scenario: A service that covers its costs to the pound has a weak margin
    Given scope is national
    And turnover is £2m
    And cost base is £2m
    When the case is decided as of 15 February 2012
    Then the margin standing is weak

  Scenario: Neither costed nor delivered is unsound, and not only weak
    Given costing in place is no
    And delivery managed is no
    When the case is decided as of 15 February 2012
    Then the financial planning is unsound

  Scenario Outline: Each kind of seat counts once it is filled
    Given the panel:
      | id     | seat   |
      | member | <seat> |
    When the case is decided as of 15 February 2012
    Then the seats filled is 1

    Examples:
      | seat               |
      | bdu                |
      | sha                |
      | non local ccg      |
      | independent expert |

  Scenario Outline: A later checkpoint asks for the plan, its grade and the customers together
    Given the later checkpoints:
      | id         | plan brought up to date | plan grade | population kept |
      | checkpoint | <brought>               | <grade>    | <kept>          |
    When the case is decided as of 15 February 2012
    Then among the later checkpoints checkpoint has later checkpoint result failed

    Examples:
      | brought | grade    | kept |
      | no      | fail     | 0.1% |
      | no      | marginal | 0.1% |
      | yes     | fail     | 0.1% |
      | yes     | marginal | 0.1% |
      | yes     | fail     |      |

  Scenario: An error that is claimed after the last day is too late, whatever becomes of it
    Given draft shown on is 2015-05-11
    And the claimed errors:
      | id         | claimed on | touches a grade | upheld |
      | unsaid     | 2015-05-27 |                 |        |
      | no-grade   | 2015-05-27 | no              |        |
      | in-time    | 2015-05-12 | no              | no     |
    When the case is decided as of 15 February 2012
    Then among the claimed errors unsaid has claim ruling too late
    And among the claimed errors no-grade has claim ruling too late
    And among the claimed errors in-time has claim ruling turned down

  Scenario: A group that does not want to leave stays, whatever else is settled
    Given the customers:
      | id    | wants to leave | business case agreed | money effects settled | staff effects settled |
      | happy | no             | no                   | no                    | no                    |
      | quiet |                | no                   | no                    | no                    |
    When the case is decided as of 18 October 2013
    Then among the customers happy has departure ruling stays
    And among the customers quiet has departure ruling stays

  Scenario: A group that seeks no authorisation has nothing that interim cover could hold up
    Given the customers:
      | id    | left on    | in house capacity | interim cover until | asks to defer | seeks authorisation | supplier named |
      | small | 2012-02-17 | no                | 2012-02-16          | no            | no                  | no             |
    When the case is decided as of 16 February 2012
    Then among the customers small has authorisation effect satisfied

  Scenario: In a region without groups nobody goes unserved
    Given scope is regional
    And the customers:
      | id |
    When the case is decided as of 16 February 2012
    Then the worst supply is covered

  Scenario Outline: No work is opened to bids where nothing stops
    Given <fact> is <value>
    When the case is decided as of 9 April 2016
    Then the work opened to bids is no

    Examples:
      | fact                 | value      |
      | outcome published on | 2016-04-09 |
      | groups ask for bids  | yes        |

  Scenario: A group that the winner of the bids is to supply is covered, whatever else is not known of it
    Given the winner named is yes
    And the customers:
      | id    | population |
      | north | 600000     |
    When the case is decided as of 16 February 2012
    Then among the customers north has supply covered

  Scenario: Staff of its own cover a group, and not only for as long as interim cover is agreed
    Given the customers:
      | id    | in house capacity | supplier named | interim cover until |
      | north | yes               | no             | 2012-03-01          |
    When the case is decided as of 16 February 2012
    Then among the customers north has supply covered

  Scenario: Interim cover that is agreed is enough, though nobody knows whether the service keeps serving
    Given the customers:
      | id    | in house capacity | supplier named | interim cover until |
      | north | no                | no             | 2012-03-01          |
    When the case is decided as of 16 February 2012
    Then among the customers north has supply interim

  Scenario Outline: A group that asks to defer has reason to only where it seeks authorisation and lacks support
    Given the service closed on is 2012-02-01
    And the customers:
      | id    | in house capacity | supplier named   | interim cover until | asks to defer | seeks authorisation |
      | north | no                | <supplier named> |                     | yes           | <seeks>             |
    When the case is decided as of 16 February 2012
    Then among the customers north has authorisation effect satisfied

    Examples:
      | supplier named | seeks |
      | no             | no    |
      | yes            | yes   |

  Scenario: Under which oversight a service is decides how grave its faults are
    Given a case with:
      | fact | value |
    When the case is decided as of 28 November 2016
    Then the fault severity is unknown

  Scenario: A group for which all is settled may go, whatever holds up the others
    Given the customers:
      | id      | wants to leave | business case agreed | money effects settled | neighbour effects settled | staff effects settled |
      | settled | yes            | yes                  | yes                   | yes                       | yes                   |
      | open    | yes            | yes                  | no                    | no                        | no                    |
    When the case is decided as of 16 February 2012
    Then among the customers settled has departure ruling agree

  Scenario: Who has neither an appointed leader nor anybody in post lends nobody
    Given lead in post is no
    And the leader terms:
      | id |
    When the case is decided as of 30 July 2012
    Then the may lend leaders is no

  Scenario: A leader of as many bodies as the limit takes on no more, whatever is known of the others
    Given the leader terms:
      | id     | bodies led | started on |
      | full   | 2          | 2011-01-02 |
      | unsaid |            | 2011-01-02 |
    When the case is decided as of 16 February 2012
    Then the bodies the leader can take on is 0

  Scenario: A breach is to be mended before the first licence too
    Given the licence breaches:
      | id   | found on   |
      | open | 2012-01-01 |
    When the case is decided as of 30 September 2012
    Then the licence is breach to be mended

  Scenario: Where no bids were invited there is nothing to choose from
    Given a case with:
      | fact | value |
    When the case is decided as of 2 May 2012
    Then the bids can be chosen from is no

  Scenario: Whether the bidders know the criteria has to be on file before anything is chosen
    Given bidders on offer is 2
    And bids due on is 2012-01-02
    And bids invited on is 2012-01-02
    When the case is decided as of 2 May 2012
    Then the bids can be chosen from is unknown

  Scenario: On the last day for bids nothing is chosen yet
    Given bids due on is 2012-05-02
    And bids invited on is 2012-01-02
    When the case is decided as of 2 May 2012
    Then the bids can be chosen from is no

  Scenario: Three changes of leader are too many, whatever is known of plan, milestones and customers
    Given the leader terms:
      | id     | permanent | started on | ended on   | appointed as a step |
      | first  | yes       | 2011-01-01 | 2015-12-31 | no                  |
      | second | yes       | 2011-01-01 | 2015-12-31 | no                  |
      | third  | yes       | 2011-01-02 | 2015-12-31 | no                  |
    When the case is decided as of 29 December 2016
    Then the course is off course

  Scenario: A review of whose reasons nothing is on file moves nobody to lesser oversight
    Given the case file "cases/examples/sound.json"
    And outcome published on is 14 May 2012
    And the milestones:
      | id |
    And oversight review is to lesser
    When the case is decided as of 2 July 2012
    Then the moved to lesser is no

  Scenario: A service that is not graded is watched more closely where a review asks for it
    Given merged on is 2011-01-01
    And the parents:
      | id    | parent outcome   |
      | north | lesser oversight |
      | south | lesser oversight |
    And oversight review is to greater
    And review reasons recorded is yes
    And the panel:
      | id |
    When the case is decided as of 2 May 2012
    Then the oversight by review is greater

  Scenario: A service that was watched lightly goes on so where a review asks for it
    Given the case file "cases/examples/sound.json"
    And oversight review is to lesser
    And review reasons recorded is yes
    When the case is decided as of 2 July 2012
    Then the oversight by review is lesser

  Scenario: A service that merged, is heard first and was eased by a review is watched lightly
    Given the case file "cases/examples/sound.json"
    And merged on is 2012-05-01
    And the parents:
      | id    | parent outcome    |
      | north | lesser oversight  |
      | south | greater oversight |
    And last step taken is greater oversight
    And the milestones:
      | id |
    And oversight review is to lesser
    And review reasons recorded is yes
    When the case is decided as of 2 July 2012
    Then the oversight by review is lesser

  Scenario: What fails the common tests has no role at scale, whatever else is known of it
    Given the scale services:
      | id        | kind of service       | capability shown | asks to lead | price a head | population reached |
      | unsaid    | business intelligence | no               |              | £0.01        | 1                  |
      | asks      | business intelligence | no               | yes          | £0.01        | 1                  |
      | asks-less | business intelligence | no               | no           | £0.01        | 1                  |
    When the case is decided as of 15 February 2012
    Then among the scale services unsaid has scale role none
    And among the scale services asks has scale role none
    And among the scale services asks-less has scale role none

  Scenario: Who does not ask to lead is a member, though the tests of a lead are failed
    Given the scale services:
      | id     | kind of service  | standards met | capability shown | costs sustainable | asks to lead | benchmark met | groups save money |
      | member | business support | yes           | yes              | yes               | no           | no            | no                |
    When the case is decided as of 15 February 2012
    Then among the scale services member has scale role member

  Scenario Outline: One group is enough for work to go elsewhere, and a group that left is nobody's to supply
    Given the customers:
      | id    | in house capacity | left on   |
      | north | <own staff>       | <left on> |
    When the case is decided as of 15 February 2012
    Then the work can go elsewhere is yes

    Examples:
      | own staff | left on    |
      | yes       |            |
      |           | 2012-01-02 |

  Scenario: A grave breach stops only a service of which it is known whether it is hosted
    Given the licence breaches:
      | id    | found on   | grave | mended on |
      | grave | 2012-01-01 | yes   |           |
    When the case is decided as of 2 May 2012
    Then the stopped whatever the ruling on support is unknown

  Scenario: The end of hosting stops only a service that was hosted
    Given viable without the host is no
    When the case is decided as of 1 April 2016
    Then the stopped whatever the ruling on support is unknown

  Scenario: No takeover is forced while nobody is named to take over
    Given board forces takeover is yes
    And override reasons given is yes
    When the case is decided as of 16 February 2012
    Then the takeover ruling is acquirer missing

  Scenario Outline: A market share just below the limit is below it
    Given local support spend is <spend>
    And turnover is <turnover>
    When the case is decided as of 15 February 2012
    Then the turnover standing is <standing>

    Examples:
      | spend | turnover | standing |
      | £114  | £17      | unsound  |
      | £107  | £32      | weak     |

  Scenario: A takeover of which too little is known covers no group
    Given acquirer is text 2
    When the case is decided as of 2 May 2012
    Then the taken over is no

  Scenario: Without a decided remedy a stopped service with a new leader may not come back
    Given the leader terms:
      | id            | permanent | started on |
      | first | yes       | 2012-01-03 |
    And outcome published on is 2012-01-02
    When the case is decided as of 2 May 2012
    Then the may come back is no

  Scenario: A plan that begins on the day of checkpoint three gives what weighs little as long as a medium issue
    Given a case with:
      | fact | value |
    When the case is decided as of 31 August 2012
    Then the small issue due date is 2012-11-23

  Scenario: A group that left is no longer ruled on, though it wanted to leave
    Given the customers:
      | id         | left on    | wants to leave |
      | north | 2013-10-18 | yes            |
    When the case is decided as of 18 October 2013
    Then among the customers north has departure ruling stays

  Scenario: A choice that cannot count closes the market, though the groups ask for bids
    Given groups ask for bids is yes
    And outcome published on is 2012-01-01
    And scope is national
    And winner named is yes
    When the case is decided as of 31 March 2016
    Then the market ruling is closed

  Scenario: A hearing on the day of the decision to go on belongs to the ladder before
    Given review of support held is yes
    And service heard on is 2012-05-02
    And support continued is go on
    And support continued on is 2012-05-02
    When the case is decided as of 2 May 2012
    Then the review held is no

  Scenario: A service that is on course goes on, though it was to be heard
    Given the customers:
      | id |
    And last step taken is hear the service first
    And the leader terms:
      | id |
    And the milestones:
      | id |
    And plan agreed on is 2012-05-02
    When the case is decided as of 2 December 2016
    Then the support ruling is go on

  Scenario: A service on course goes on while its warning has time yet
    Given the customers:
      | id |
    And last step taken is warning
    And last step taken on is 2016-10-30
    And the leader terms:
      | id |
    And the milestones:
      | id |
    And plan agreed on is 2016-11-28
    When the case is decided as of 28 November 2016
    Then the support ruling is go on

  Scenario: Lacking leadership waits for no warning to work
    Given last step taken is warning
    And last step taken on is 2016-11-30
    And the leader terms:
      | id            | permanent | started on |
      | first | yes       | 2016-12-29 |
      | second | yes       | 2011-01-02 |
      | third | yes       | 2012-01-02 |
    When the case is decided as of 29 December 2016
    Then the support ruling is change of leader

  Scenario: A service on course goes on while greater oversight has time yet
    Given the customers:
      | id |
    And last step taken is greater oversight
    And last step taken on is 2012-06-04
    And the leader terms:
      | id |
    And the milestones:
      | id |
    And plan agreed on is 2012-05-01
    When the case is decided as of 3 July 2012
    Then the support ruling is go on

  Scenario: Lacking leadership waits for no greater oversight to work
    Given last step taken is greater oversight
    And last step taken on is 2012-06-04
    And the leader terms:
      | id |
    And outcome published on is 2012-01-02
    When the case is decided as of 3 July 2012
    Then the support ruling is change of leader

  Scenario: A day without a step keeps nothing at work
    Given last step taken on is 2012-05-02
    When the case is decided as of 2 May 2012
    Then the step still at work is no

  Scenario: The step that raised the oversight is known by its day alone
    Given step that raised oversight on is 2012-05-02
    When the case is decided as of 2 May 2012
    Then the day of the step is 2012-05-02

  Scenario: Nothing moved since a decision that nobody took
    Given step that raised oversight is hear the service first
    When the case is decided as of 2 May 2012
    Then the moved since it was decided is no

  Scenario: A review of which nothing is known moves nothing
    Given a case with:
      | fact | value |
    When the case is decided as of 2 May 2012
    Then the moved by a review is no

  Scenario: An area of which nothing is known is taken to have a service
    Given a case with:
      | fact | value |
    When the case is decided as of 15 February 2012
    Then the area with a service is yes

  Scenario: A bid that the groups chose comes before closing by choice
    Given scope is regional
    And wind down announced on is 2012-01-01
    And winner named is yes
    When the case is decided as of 2 May 2012
    Then the remedy is open bids

  Scenario: A bid that was chosen is no remedy while it is not known what the service is
    Given winner named is yes
    When the case is decided as of 2 May 2012
    Then the remedy is unknown

  Scenario: A takeover that the board forced keeps a closed service open to it
    Given service closed on is 2012-01-02
    And takeover decided is forced
    When the case is decided as of 2 May 2012
    Then the open to takeover is unknown

  Scenario: Groups that all can do the work themselves leave nothing to share out
    Given the customers:
      | id         | in house capacity |
      | north | yes               |
      | south | yes               |
    When the case is decided as of 16 February 2012
    Then the open to carve up is no

  Scenario: A released service leaves its staff with the cluster while there are clusters
    Given free standing decided is release
    When the case is decided as of 16 February 2012
    Then the staff for the time being is stay with the PCT cluster

  Scenario: On the last day of the clusters the staff of a released service are still with them
    Given free standing decided is release
    When the case is decided as of 31 March 2013
    Then the staff for the time being is stay with the PCT cluster

  Scenario: Until a remedy is known, a bid that was chosen moves no staff
    Given winner named is yes
    When the case is decided as of 1 April 2013
    Then the staff line is stay with the host

  Scenario: A service whose hosting was refused is stopped, whatever is ruled on its support
    Given checkpoint three submitted on is 2012-05-01
    And collaborative membership shown is yes
    And financial model received is yes
    And full business plan received is yes
    And group survey made is yes
    And last step taken is withdraw
    And last step taken on is 2012-05-01
    And scorecard received is yes
    And site visit made is yes
    When the case is decided as of 4 December 2016
    Then the stopped whatever the ruling on support is yes

  Scenario: One open critical milestone bars a service from lending its leaders
    Given the milestones:
      | id          | critical |
      | milestone-1 | yes      |
    And plan agreed on is 2012-06-09
    When the case is decided as of 30 July 2012
    Then the fit to lend leaders is no

  Scenario: A stopped service with new leaders may come back, unless the policy says otherwise
    Given the leader terms:
      | id            | permanent | started on |
      | first | yes       | 2012-01-03 |
    And outcome published on is 2012-01-02
    And remedy decided is leaders from a passing service
    When the case is decided as of 2 May 2012
    Then the may come back is yes

  Scenario: Greater oversight is at work for thirty days, and no longer
    Given last step taken is greater oversight
    And last step taken on is 2012-05-02
    When the case is decided as of 1 June 2012
    Then the step still at work is no

  Scenario: Greater oversight is at work for thirty days
    Given last step taken is greater oversight
    And last step taken on is 2012-05-02
    When the case is decided as of 31 May 2012
    Then the step still at work is yes

  Scenario: A supplier whom people decided is cover, though nothing else is known of the group
    Given the customers:
      | id    | supplier decided |
      | north | yes              |
    When the case is decided as of 2 May 2012
    Then among the customers north has supply covered
