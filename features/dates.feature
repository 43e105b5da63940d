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

  Scenario: A milestone reported before the submission
    Given on 1 March 2012 the milestones were:
      | id    | domain    | critical | due date   |
      | early | customers | no       | 2012-07-11 |
    When the case is decided
    Then the case is refused because as of 1 March 2012 milestones is known and plan receipt date is not known

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
      | Q02      | SHA                       | late            | 29 March 2012    | anything was reported (30 March 2012)                |
      | Q02      | SHA                       | late            | 14 February 2012 | the policy's first day (15 February 2012)            |

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
