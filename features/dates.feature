Feature: In what order things happened, and from when they were known
  A submission comes before its interview, an interview before its outcome, an outcome before its plan. A
  case that says otherwise is refused: nobody is to be graded, or stopped, on dates that cannot be so.

  Background:
    Given the case file "cases/examples/under-a-plan.json"

  Scenario: A case whose dates are in order is decided
    When the case is decided as of 31 August 2012
    Then Q13 is on course

  Scenario: An interview before the submission
    Given on 2 March 2012 the interview date was 2 March 2012
    And on 21 April 2012 the interview date was 2 March 2012
    When the case is decided
    Then the case is refused because plan receipt date is 30 March 2012, after interview date (2 March 2012)

  Scenario: An outcome before the interview
    Given on 15 May 2012 the outcome published on was 12 April 2012
    When the case is decided
    Then the case is refused because interview date is 20 April 2012, after outcome published on (12 April 2012)

  Scenario: A plan agreed before the outcome
    Given on 12 June 2012 the plan agreed on was 1 May 2012
    When the case is decided
    Then the case is refused because outcome published on is 14 May 2012, after plan agreed on (1 May 2012)

  Scenario: An outcome published in days to come
    Given on 1 May 2012 the outcome published on was 14 May 2012
    When the case is decided
    Then the case is refused because as of 1 May 2012 outcome published on is 14 May 2012

  Scenario: A leader who left before coming
    Given on 3 July 2012 the leader terms were:
      | id     | started on | ended on   |
      | acting | 2012-06-04 | 2012-06-01 |
    When the case is decided
    Then the case is refused because not every leader term has started on

  Scenario: Work that was completed in days to come
    Given on 10 July 2012 the milestones were:
      | id                 | domain    | critical | due date   | completed on |
      | customers-marginal | customers | no       | 2012-07-11 | 2012-09-01   |
    When the case is decided
    Then the case is refused because not every milestone has

  Scenario Outline: A milestone reported before there is a plan that holds it
    Given on <day> the milestones were:
      | id    | domain    | critical | due date   |
      | early | customers | no       | 2012-07-11 |
    When the case is decided
    Then the case is refused because as of <day> milestones is known and plan agreed on is not known

    Examples:
      | day          |
      | 1 March 2012 |
      | 10 June 2012 |

  Scenario: A plan that is agreed anew holds what was done under the one before
    Given on 20 August 2012 the plan agreed on was 20 August 2012
    And on 20 August 2012 the milestones were:
      | id                 | domain    | critical | due date   | completed on |
      | customers-marginal | customers | no       | 2012-07-11 | 2012-07-10   |
      | anew               | customers | no       | 2012-09-11 |              |
    When the case is decided as of 20 August 2012
    Then Q13 is on course

  Scenario Outline: A milestone that no plan of that day can hold
    Given on 3 July 2012 the milestones were:
      | id | domain    | critical | due date | completed on |
      | m1 | customers | no       | <due>    | <completed>  |
    When the case is decided
    Then the case is refused because not every milestone has <what>

    Examples:
      | due        | completed  | what                                           |
      | 2012-06-10 |            | completed on known or due date on or after plan agreed on |
      | 2012-07-11 | 2012-05-13 | completed on on or after outcome published on  |
      | 2012-07-11 | 2012-07-04 | completed on on or before decision day         |

  Scenario Outline: What follows comes after what it follows from
    Given on 1 October 2012 the <first> was <day of the first>
    And on 20 November 2012 the <second> was <day before it>
    When the case is decided
    Then the case is refused because <first> is <day of the first>, after <second> (<day before it>)

    Examples:
      | first                        | day of the first  | second                       | day before it     |
      | outcome published on         | 14 May 2012       | last review on               | 13 May 2012       |
      | outcome published on         | 14 May 2012       | last step taken on           | 13 May 2012       |
      | outcome published on         | 14 May 2012       | wind down announced on       | 13 May 2012       |
      | outcome published on         | 14 May 2012       | service closed on            | 13 May 2012       |
      | outcome published on         | 14 May 2012       | bids invited on              | 13 May 2012       |
      | outcome published on         | 14 May 2012       | checkpoint three submitted on | 13 May 2012      |
      | outcome published on         | 14 May 2012       | bids due on                  | 13 May 2012       |
      | outcome published on         | 14 May 2012       | bidding extended on          | 13 May 2012       |
      | outcome published on         | 14 May 2012       | hosted from                  | 13 May 2012       |
      | outcome published on         | 14 May 2012       | later checkpoint held on     | 13 May 2012       |
      | outcome published on         | 14 May 2012       | standing free assessed on    | 13 May 2012       |
      | wind down announced on       | 24 September 2012 | service closed on            | 23 September 2012 |
      | bids invited on              | 24 September 2012 | bids due on                  | 23 September 2012 |
      | bids invited on              | 24 September 2012 | bidding extended on          | 23 September 2012 |
      | checkpoint three submitted on | 31 August 2012   | hosted from                  | 30 August 2012    |
      | checkpoint three submitted on | 31 August 2012   | later checkpoint held on     | 30 August 2012    |
      | hosted from                  | 1 October 2012    | standing free assessed on    | 30 September 2012 |
      | merger proposed on           | 24 September 2012 | merged on                    | 23 September 2012 |

  Scenario Outline: A draft is shown between the interview and the outcome
    Given on 14 May 2012 the draft shown on was <day>
    When the case is decided
    Then the case is refused because <what>

    Examples:
      | day           | what                                                                  |
      | 19 April 2012 | interview date is 20 April 2012, after draft shown on (19 April 2012) |
      | 15 May 2012   | draft shown on is 15 May 2012, after outcome published on             |

  Scenario: An error that was claimed before there was a draft
    Given on 4 May 2012 the draft shown on was 26 April 2012
    And on 4 May 2012 the claimed errors were:
      | id | claimed on | upheld | touches a grade |
      | e1 | 2012-04-25 | yes    | no              |
    When the case is decided
    Then the case is refused because not every claimed error has claimed on on or after draft shown on

  Scenario Outline: A group that asked to leave after it went, or in days to come
    Given on 20 November 2012 the customers were:
      | id    | population | asked to leave on | left on    |
      | north | 600000     | <asked>           | 2012-11-19 |
    When the case is decided
    Then the case is refused because not every customer has asked to leave on on or before <what>

    Examples:
      | asked      | what         |
      | 2012-11-20 | left on      |
      | 2012-11-21 | decision day |

  Scenario Outline: A breach of a licence that nobody held, and one that was mended before it was found
    Given on 5 October 2012 the hosted from was 1 October 2012
    And on 20 November 2012 the licence breaches were:
      | id | found on | grave | mended on |
      | b1 | <found>  | no    | <mended>  |
    When the case is decided
    Then the case is refused because not every licence breach has <what>

    Examples:
      | found      | mended     | what                                |
      | 2012-09-30 |            | found on on or after hosted from    |
      | 2012-10-09 | 2012-10-08 | mended on on or after found on      |
      | 2012-11-21 |            | found on on or before decision day  |

  Scenario: A breach of a licence before there was an outcome
    Given on 20 November 2012 the licence breaches were:
      | id | found on   | grave | mended on |
      | b1 | 2012-05-13 | no    |           |
    When the case is decided
    Then the case is refused because not every licence breach has found on on or after outcome published on

  Scenario Outline: Nobody grades a plan that is still to come
    Given on 29 March 2012 the <fact> was good
    When the case is decided
    Then the case is refused because <fact> was reported on 29 March 2012, before plan receipt date (30 March 2012)

    Examples:
      | fact                      |
      | plan grade for leadership |
      | plan grade for customers  |
      | plan grade for business   |

  Scenario: No panel sits on a plan that is still to come
    Given on 29 March 2012 the panel were:
      | id  | seat | leadership mark | customer mark | business mark |
      | bdu | bdu  | good            | good          | good          |
    When the case is decided
    Then the case is refused because panel was reported on 29 March 2012, before plan receipt date (30 March 2012)

  Scenario Outline: Nobody grades a service at checkpoint three before it submitted
    Given on 1 October 2012 the checkpoint three submitted on was 31 August 2012
    And on <day> the <fact> was good
    When the case is decided
    Then the case is refused because <fact> was reported on <day>, before <what>

    Examples:
      | fact                        | day            | what                                             |
      | checkpoint three leadership | 30 August 2012 | checkpoint three submitted on (31 August 2012)   |
      | checkpoint three customers  | 30 August 2012 | checkpoint three submitted on (31 August 2012)   |
      | checkpoint three business   | 30 August 2012 | checkpoint three submitted on (31 August 2012)   |
      | checkpoint three delivery   | 13 May 2012    | outcome published on (14 May 2012)               |

  Scenario: A grade may be known where the day of the submission is not
    Given on 31 August 2012 the checkpoint three leadership was good
    When the case is decided as of 31 August 2012
    Then Q13 is on course

  Scenario: A later checkpoint before the first of them
    Given on 19 November 2012 the later checkpoint held on was 15 November 2012
    And on 20 November 2012 the later checkpoints were:
      | id   | checkpoint held on | plan brought up to date | plan grade | population kept |
      | four | 2012-11-14         | yes                     | good       | 100%            |
    When the case is decided
    Then the case is refused because not every later checkpoint has checkpoint held on on or after later checkpoint held on

  Scenario Outline: What was done is not reported before it was done
    Given on 20 November 2012 the <fact> was 21 November 2012
    When the case is decided
    Then the case is refused because as of 20 November 2012 <fact> is 21 November 2012, after decision day

    Examples:
      | fact                          |
      | last review on                |
      | last step taken on            |
      | wind down announced on        |
      | service closed on             |
      | bids invited on               |
      | bidding extended on           |
      | checkpoint three submitted on |
      | later checkpoint held on      |
      | standing free assessed on     |
      | merger proposed on            |
      | merged on                     |
      | outcome decided on            |
      | step that raised oversight on |
      | review moved oversight on     |
      | service heard on              |
      | support continued on          |
      | oversight decided on          |
      | scale services assessed on    |

  Scenario Outline: A draft or a plan of days to come
    Given on <day> the <fact> was <later>
    When the case is decided
    Then the case is refused because as of <day> <fact> is <later>, after decision day

    Examples:
      | fact           | day         | later       |
      | draft shown on | 4 May 2012  | 5 May 2012  |
      | plan agreed on | 1 June 2012 | 2 June 2012 |

  Scenario: What is still to come may be told before: hosting, and the day by which bids are due
    Given on 24 September 2012 the hosted from was 1 October 2012
    And on 24 September 2012 the bids invited on was 24 September 2012
    And on 24 September 2012 the bids due on was 1 October 2012
    When the case is decided as of 24 September 2012
    Then Q10 is greater oversight

  Scenario Outline: Nobody decides before there is anything to decide on
    Given the decision <question> was taken by <who> as <answer> on <day>
    When the case is decided
    Then the case is refused because <question> was decided on <day>, before <what>

    Examples:
      | question | who                       | answer          | day              | what                                                 |
      | Q04      | panel                     | good            | 19 April 2012    | interview date (20 April 2012)                       |
      | Q10      | board                     | scenario one    | 19 April 2012    | interview date (20 April 2012)                       |
      | Q10      | board                     | scenario one    | 1 March 2012     | plan receipt date (30 March 2012)                    |
      | Q14      | board                     | withdraw        | 13 May 2012      | outcome published on (14 May 2012)                   |
      | Q11      | business development unit | lesser          | 13 May 2012      | outcome published on (14 May 2012)                   |
      | Q21      | groups                    | invite bids     | 13 May 2012      | outcome published on (14 May 2012)                   |
      | Q02      | SHA                       | late            | 29 March 2012    | anything was reported (30 March 2012)                |
      | Q02      | SHA                       | late            | 14 February 2012 | the policy's first day (15 February 2012)            |

  Scenario Outline: Nobody decides on hosting, licence or services at scale before there is anything to decide on
    Given on 3 September 2012 the checkpoint three submitted on was 31 August 2012
    And on 20 September 2012 the scale services assessed on was 14 September 2012
    And the decision <question> was taken by board as <answer> on <day>
    When the case is decided
    Then the case is refused because <question> was decided on <day>, before <what>

    Examples:
      | question | answer      | day               | what                                              |
      | Q28      | hosted      | 30 August 2012    | checkpoint three submitted on (31 August 2012)    |
      | Q29      | provisional | 30 August 2012    | checkpoint three submitted on (31 August 2012)    |
      | Q27b     | asked       | 13 September 2012 | scale services assessed on (14 September 2012)    |

  Scenario: A decision on the day itself stands
    Given the decision Q14 was taken by board as withdraw on 31 August 2012
    When the case is decided as of 31 August 2012
    Then the decision Q14 departs from the policy

  Scenario: A decision in the name of one who does not take it
    Given the decision Q10 was taken by panel as scenario one on 15 May 2012
    When the case is decided
    Then the case is refused because `Q10` is decided by board, and not by panel

  Scenario: One of those who decide together may sign
    Given the decision Q09 was taken by business development unit as yes on 10 May 2012
    When the case is decided
    Then the decision Q09 follows the policy

  Scenario Outline: Who decided is named as the question names them, whole or in part
    Given the decision Q15 was taken by <who> as no on 1 June 2012
    When the case is decided as of 31 August 2012
    Then the decision Q15 follows the policy

    Examples:
      | who                                      |
      | business development unit, for the board |
      | the business development unit            |
      | board                                    |
