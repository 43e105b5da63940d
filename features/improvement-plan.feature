Feature: What does the binding development and improvement plan hold? (Q12)
  One line for each thing that failed a domain, held one at marginal or was remarked upon, and one for
  the full business plan. What failed a domain is critical.

  Background:
    Given the case file "cases/examples/sound.json"
    And outcome published on is 14 May 2012

  Scenario: A sound service still owes its full business plan
    When the case is decided
    Then the plan lines include full-plan
    And the plan lines do not include continuity
    And among plan lines full-plan has due date 31 August 2012
    And among plan lines full-plan has severity low
    And among plan lines full-plan has critical no

  Scenario Outline: Each thing that is amiss has its line
    Given <fact> is <value>
    When the case is decided
    Then the plan lines include <line>
    And among plan lines <line> has domain <domain>
    And among plan lines <line> has severity <severity>
    And among plan lines <line> has critical <critical>
    And among plan lines <line> has due date <due>

    Examples:
      | fact                       | value   | line                 | domain     | severity | critical | due            |
      | named lead                 | no      | no-named-lead        | leadership | high     | no       | 11 July 2012   |
      | named lead                 | no      | leadership-marginal  | leadership | high     | no       | 11 July 2012   |
      | lead in post               | no      | no-lead-in-post      | leadership | high     | no       | 11 July 2012   |
      | lead free to develop       | no      | lead-not-free        | leadership | high     | no       | 11 July 2012   |
      | plan grade for leadership  | marginal | leadership-plan     | leadership | low      | no       | 31 August 2012 |
      | plan grade for customers   | marginal | customers-plan      | customers  | low      | no       | 31 August 2012 |
      | plan grade for business    | marginal | business-plan       | business   | low      | no       | 31 August 2012 |
      | ccg feedback               | marginal | feedback            | customers  | low      | no       | 31 August 2012 |
      | ccg feedback               | marginal | customers-marginal  | customers  | high     | no       | 11 July 2012   |
      | ccg feedback               | fail    | customers-failed     | customers  | high     | yes      | 11 July 2012   |
      | ccg feedback               | fail    | continuity           | continuity | high     | yes      | 11 July 2012   |
      | upheld coercion complaints | 1       | coercion             | customers  | high     | no       | 11 July 2012   |
      | upheld coercion complaints | 2       | repeated-coercion    | customers  | high     | yes      | 11 July 2012   |
      | letters of intent          | 60%     | few-letters          | customers  | high     | no       | 11 July 2012   |
      | letters of intent          | 40%     | too-few-letters      | customers  | high     | yes      | 11 July 2012   |
      | supports authorisation     | no      | authorisation        | customers  | high     | no       | 11 July 2012   |
      | turnover                   | £5m     | turnover-too-low     | business   | high     | yes      | 11 July 2012   |
      | turnover                   | £5m     | business-failed      | business   | high     | yes      | 11 July 2012   |
      | local support spend        | £60m    | turnover-low         | business   | low      | no       | 31 August 2012 |
      | cost base                  | £14.8m  | loss                 | business   | high     | yes      | 11 July 2012   |
      | cost base                  | £14.1m  | thin-margin          | business   | low      | no       | 31 August 2012 |
      | income drivers explained   | no      | income-unexplained   | business   | low      | no       | 31 August 2012 |
      | pricing strategy           | absent  | no-pricing           | business   | high     | yes      | 11 July 2012   |
      | pricing strategy           | outline | pricing-not-costed   | business   | low      | no       | 31 August 2012 |
      | costing in place           | no      | costs-unknown        | delivery   | low      | no       | 31 August 2012 |
      | delivery managed           | no      | delivery-not-managed | delivery   | low      | no       | 31 August 2012 |
      | price per head             | £26     | price-too-high       | business   | high     | yes      | 11 July 2012   |
      | price per head             | £13     | price-high           | business   | high     | no       | 11 July 2012   |
      | price per head             | £13     | business-marginal    | business   | high     | no       | 11 July 2012   |
      | population served          | 900000  | small-population     | business   | high     | no       | 11 July 2012   |
      | largest customer share     | 61%     | customer-too-large   | business   | high     | yes      | 11 July 2012   |
      | largest customer share     | 41%     | customer-large       | business   | low      | no       | 31 August 2012 |

  Scenario Outline: What the panel doubted has its line
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | leadership mark | customer mark | business mark |
      | bdu                |              |                     |               |                 | <leadership>    | <customers>   | <business>    |
      | sha                |              |                     |               |                 | <leadership>    | <customers>   | <business>    |
      | non local ccg      | no           | no                  |               | no              | <leadership>    | <customers>   | <business>    |
      | independent expert |              |                     | 2             | no              | <leadership>    | <customers>   | <business>    |
    When the case is decided
    Then the plan lines include <line>
    And among plan lines <line> has severity <severity>

    Examples:
      | leadership | customers | business | line                 | severity |
      | marginal   | good      | good     | leadership-interview | low      |
      | marginal   | good      | good     | leadership-marginal  | high     |
      | fail       | good      | good     | leadership-failed    | high     |
      | good       | marginal  | good     | customers-interview  | low      |
      | good       | good      | marginal | business-interview   | low      |

  Scenario Outline: What is in order has no line
    When the case is decided
    Then the plan lines do not include <line>

    Examples:
      | line                |
      | leadership-marginal |
      | customers-marginal  |
      | business-marginal   |
      | coercion            |
      | few-letters         |
      | customer-large      |

  Scenario: What each issue is about is told beside the lines
    Given named lead is no
    And letters of intent is 60%
    And price per head is £13
    When the case is decided
    Then the reasons for Q12 include ISS-1/row/named
    And the reasons for Q12 include ISS-2/row/letters
    And the reasons for Q12 include ISS-3/row/price-2

  Scenario Outline: What unclear leadership weighs is the weight of its line
    Given named lead is no
    And the setting weight of unclear leadership is <weight>
    When the case is decided
    Then among plan lines no-named-lead has severity <severity>
    And among plan lines no-named-lead has critical <critical>
    And among plan lines no-named-lead has consequence <consequence>

    Examples:
      | weight      | severity | critical | consequence          |
      | remark      | low      | no       | counts towards a review of support |
      | reservation | high     | no       | counts towards a review of support |
      | fault       | high     | yes      | support reconsidered |

  Scenario Outline: What missing support towards authorisation weighs is the weight of its line
    Given supports authorisation is no
    And the setting weight of missing authorisation support is <weight>
    When the case is decided
    Then among plan lines authorisation has severity <severity>
    And among plan lines authorisation has critical <critical>

    Examples:
      | weight      | severity | critical |
      | remark      | low      | no       |
      | reservation | high     | no       |
      | fault       | high     | yes      |

  Scenario: One weak parameter is a remark, two are a reservation
    Given income drivers explained is no
    And pricing strategy is outline
    When the case is decided
    Then Q06 is weak
    And among plan lines income-unexplained has severity high
    And among plan lines pricing-not-costed has due date 11 July 2012

  Scenario: Costs that are unknown beside delivery that is not managed are a fault
    Given costing in place is no
    And delivery managed is no
    When the case is decided
    Then among plan lines costs-unknown has critical yes
    And among plan lines delivery-not-managed has consequence support reconsidered

  Scenario: Under lesser oversight no issue is graver than medium
    Given named lead is no
    And the decision Q10 was taken by board as lesser oversight on 14 May 2012
    When the case is decided as of 14 May 2012
    Then Q11 is lesser
    And among plan lines no-named-lead has severity medium
    And among plan lines leadership-marginal has due date 8 August 2012

  Scenario Outline: Severities and terms are settings
    Given letters of intent is 60%
    And the setting severity of a reservation is <severity>
    When the case is decided
    Then among plan lines few-letters has severity <severity>
    And among plan lines few-letters has due date <due>
    And the reasons for Q12 include IMP-6/row/<severity>

    Examples:
      | severity | due            |
      | high     | 11 July 2012   |
      | medium   | 8 August 2012  |
      | low      | 31 August 2012 |

  Scenario Outline: So is the severity of a fault
    Given price per head is £26
    And the setting severity of a fault is <severity>
    When the case is decided
    Then among plan lines price-too-high has due date <due>
    And the reasons for Q12 include IMP-5/row/<severity>

    Examples:
      | severity | due            |
      | high     | 11 July 2012   |
      | medium   | 8 August 2012  |
      | low      | 31 August 2012 |

  Scenario Outline: And that of a remark
    Given the case file "cases/examples/three-marginals.json"
    And outcome published on is 14 May 2012
    And plan grade for leadership is marginal
    And the setting severity of a remark is <severity>
    When the case is decided
    Then among plan lines leadership-plan has due date <due>
    And the reasons for Q12 include IMP-7/row/<severity>

    Examples:
      | severity | due            |
      | high     | 11 July 2012   |
      | medium   | 8 August 2012  |
      | low      | 31 August 2012 |

  Scenario: A setting that gives the best outcome a grave issue breaks a promise of the policy
    Given ccg feedback is marginal
    And the setting worst severity under lesser oversight is high
    And the decision Q10 was taken by board as lesser oversight on 14 May 2012
    When the case is decided as of 14 May 2012
    Then the policy finding property-broken is reported

  Scenario: A service that is stopped gets no plan
    Given the case file "cases/examples/plan-refused.json"
    When the case is decided
    Then Q12 is not asked
    And Q12b is not asked

  Scenario: The plan must be agreed four weeks of work after the outcome
    When the case is decided
    Then Q12b is 13 June 2012

  Scenario: Before the outcome is published the days count from the day of the decision
    Given outcome published on is unknown
    When the case is decided as of 8 May 2012
    Then plan start is 8 May 2012
    And plan agreement due is 7 June 2012
    And Q12b is not asked
    And the plan lines include full-plan

  Scenario Outline: A plan that nobody reported as agreed is overdue after that day
    Given plan agreed on is <agreed>
    When the case is decided as of <day>
    Then plan overdue is <overdue>

    Examples:
      | agreed       | day          | overdue |
      | unknown      | 13 June 2012 | no      |
      | unknown      | 14 June 2012 | yes     |
      | 13 June 2012 | 14 June 2012 | no      |

  Scenario: A plan that is not known in full says what to ask
    Given price per head is unknown
    When the case is decided
    Then Q12 is undecided
    And we should ask for price per head to decide Q12
