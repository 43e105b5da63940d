Feature: Which evidence prevails (Q08)
  The interview counts more than the outline business plan: that is the paper's. How much more, and
  what the feedback of the commissioning groups counts, are settings.

  Background:
    Given the case file "cases/examples/sound.json"

  Scenario: All three agree
    When the case is decided
    Then interview stood over plan is no
    And plan lowered interview is no
    And feedback stood over interview is no
    And feedback stood over plan is no
    And interview lowered feedback is no
    And interview stood over feedback is no
    And Q08 is all agree

  Scenario Outline: The interview gives the grade for leadership, and the plan may lower it
    Given plan grade for leadership is <plan>
    And the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | leadership mark | customer mark | business mark |
      | bdu                |              |                     |               |                 | <interview>     | good          | good          |
      | sha                |              |                     |               |                 | <interview>     | good          | good          |
      | non local ccg      | no           | no                  |               | no              | <interview>     | good          | good          |
      | independent expert |              |                     | 2             | no              | <interview>     | good          | good          |
    And the setting interview precedence is <precedence>
    When the case is decided
    Then leadership shown is <shown>
    And the reasons include PREC-1/row/<row>

    Examples:
      | precedence      | interview | plan     | shown    | row             |
      | plan may lower  | good      | good     | good     | confirmed       |
      | plan may lower  | good      | marginal | good     | confirmed       |
      | plan may lower  | good      | fail     | marginal | lowered         |
      | plan may lower  | marginal  | good     | marginal | interview       |
      | plan may lower  | marginal  | fail     | marginal | interview       |
      | plan may lower  | fail      | good     | fail     | interview       |
      | interview alone | good      | fail     | good     | interview-alone |
      | interview alone | fail      | good     | fail     | interview-alone |
      | weighted marks  | good      | good     | good     | weighted        |
      | weighted marks  | good      | marginal | good     | weighted        |
      | weighted marks  | good      | fail     | marginal | weighted        |
      | weighted marks  | marginal  | good     | marginal | weighted        |
      | weighted marks  | marginal  | fail     | marginal | weighted        |
      | weighted marks  | fail      | good     | marginal | weighted        |
      | weighted marks  | fail      | fail     | fail     | weighted        |

  Scenario Outline: The same holds for business awareness
    Given plan grade for business is <plan>
    And the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | leadership mark | customer mark | business mark |
      | bdu                |              |                     |               |                 | good            | good          | <interview>   |
      | sha                |              |                     |               |                 | good            | good          | <interview>   |
      | non local ccg      | no           | no                  |               | no              | good            | good          | <interview>   |
      | independent expert |              |                     | 2             | no              | good            | good          | <interview>   |
    And the setting interview precedence is <precedence>
    When the case is decided
    Then business awareness shown is <shown>
    And the reasons include PREC-3/row/<row>

    Examples:
      | precedence      | interview | plan     | shown    | row             |
      | plan may lower  | good      | marginal | good     | confirmed       |
      | plan may lower  | good      | fail     | marginal | lowered         |
      | plan may lower  | marginal  | good     | marginal | interview       |
      | interview alone | good      | fail     | good     | interview-alone |
      | weighted marks  | good      | fail     | marginal | weighted        |

  Scenario Outline: On customers the feedback leads, and the interview may lower it
    Given ccg feedback is <feedback>
    And plan grade for customers is <plan>
    And the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | leadership mark | customer mark | business mark |
      | bdu                |              |                     |               |                 | good            | <interview>   | good          |
      | sha                |              |                     |               |                 | good            | <interview>   | good          |
      | non local ccg      | no           | no                  |               | no              | good            | <interview>   | good          |
      | independent expert |              |                     | 2             | no              | good            | <interview>   | good          |
    And the setting ccg feedback rank is <rank>
    And the setting interview precedence is <precedence>
    When the case is decided
    Then customer focus shown is <shown>
    And the reasons include PREC-2/row/<row>
    And Q08 is <prevailing>

    Examples:
      | precedence      | rank    | feedback | interview | plan     | shown    | row                | prevailing                                   |
      | plan may lower  | leads   | good     | good      | fail     | good     | feedback-confirmed | feedback over plan                           |
      | plan may lower  | leads   | good     | marginal  | good     | good     | feedback-confirmed | feedback over interview                      |
      | plan may lower  | leads   | good     | fail      | good     | marginal | feedback-lowered   | interview lowers feedback                    |
      | plan may lower  | leads   | good     | fail      | fail     | marginal | feedback-lowered   | interview lowers feedback                    |
      | plan may lower  | leads   | marginal | good      | good     | marginal | feedback           | feedback over interview, feedback over plan  |
      | plan may lower  | leads   | fail     | good      | good     | fail     | feedback           | feedback over interview, feedback over plan  |
      | plan may lower  | leads   | fail     | marginal  | fail     | fail     | feedback           | feedback over interview                      |
      | plan may lower  | advises | fail     | good      | good     | good     | confirmed          | interview over feedback                      |
      | plan may lower  | advises | good     | good      | fail     | marginal | lowered            | plan lowers interview                        |
      | plan may lower  | advises | good     | good      | marginal | good     | confirmed          | interview over plan                          |
      | plan may lower  | advises | good     | fail      | good     | fail     | interview          | interview over plan, interview over feedback |
      | interview alone | leads   | good     | fail      | good     | fail     | interview-alone    | interview over plan, interview over feedback |
      | interview alone | advises | fail     | good      | fail     | good     | interview-alone    | interview over plan, interview over feedback |
      | interview alone | leads   | good     | good      | good     | good     | interview-alone    | all agree                                    |
      | weighted marks  | leads   | fail     | good      | good     | good     | weighted           | weighted average                             |
      | weighted marks  | leads   | fail     | good      | marginal | marginal | weighted           | weighted average                             |

  Scenario: A plan that differs does not prevail over the interview
    Given plan grade for leadership is marginal
    When the case is decided
    Then interview stood over plan is yes
    And plan lowered interview is no
    And Q08 is interview over plan
    And the outcome is lesser oversight

  Scenario: A plan that fails against a good interview lowers it
    Given plan grade for business is fail
    When the case is decided
    Then plan lowered interview is yes
    And interview stood over plan is no
    And Q08 is plan lowers interview
    And the outcome is greater oversight

  Scenario: The plan lowers one domain and is overruled in another
    Given plan grade for business is fail
    And plan grade for leadership is marginal
    When the case is decided
    Then Q08 is interview over plan, plan lowers interview

  Scenario: Where the plan changes nothing, the interview stands over it
    Given plan grade for business is fail
    And the setting interview precedence is interview alone
    When the case is decided
    Then Q08 is interview over plan
    And the outcome is lesser oversight

  Scenario: Arden's plan differs in one domain only, and lowers it there
    Given the case file "cases/2012/arden.json"
    And plan grade for business is fail
    When the case is decided
    Then Q08 is plan lowers interview

  Scenario: Peninsula's interview would lower good feedback
    Given the case file "cases/2012/peninsula.json"
    And ccg feedback is good
    And letters of intent is 80%
    When the case is decided
    Then customer focus shown is marginal
    And Q08 is interview lowers feedback

  Scenario: Feedback that differs prevails on customers
    Given ccg feedback is marginal
    When the case is decided
    Then feedback stood over interview is yes
    And feedback stood over plan is yes
    And Q08 is feedback over interview, feedback over plan

  Scenario: Feedback that only advises does not prevail
    Given ccg feedback is marginal
    And the setting ccg feedback rank is advises
    When the case is decided
    Then interview stood over feedback is yes
    And Q08 is interview over feedback
    And customer focus shown is good

  Scenario: With weighted marks nobody prevails alone
    Given ccg feedback is marginal
    And the setting interview precedence is weighted marks
    When the case is decided
    Then leadership score is 1.8
    And customer score is 1.8
    And business score is 1.8
    And leadership by weights is good
    And customer by weights is good
    And business by weights is good
    And Q08 is weighted average

  Scenario: The weights are settings
    Given plan grade for leadership is fail
    And the setting interview precedence is weighted marks
    And the setting interview weight is 0.8
    And the setting plan weight is 0.1
    And the setting feedback weight is 0.1
    When the case is decided
    Then leadership score is 1.8
    And leadership shown is good

  Scenario: A plan that weighs more than the interview goes against the paper
    Given the setting interview weight is 0.3
    And the setting plan weight is 0.5
    When the case is decided
    Then the policy finding property-broken is reported

  Scenario: Weights that do not share out the whole are found
    Given the setting feedback weight is 0.25
    When the case is decided
    Then the policy finding property-broken is reported
