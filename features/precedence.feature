Feature: Which evidence prevails (Q08)
  The interview counts more than the outline business plan: that is the paper's. How much more, and
  what the feedback of the commissioning groups counts, are settings.

  Background:
    Given the case file "cases/examples/sound.json"

  Scenario: All three agree
    When the case is decided
    Then plan differs is no
    And plan contradicts is no
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
    And the reasons include PREC-5/row/<row>

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
    Then leading grade for customers is <leading>
    And checking grade for customers is <checking>
    And customer focus shown is <shown>
    And the reasons include PREC-4/row/<row>

    Examples:
      | precedence      | rank    | feedback | interview | plan     | leading  | checking | shown    | row           |
      | plan may lower  | leads   | good     | good      | fail     | good     | good     | good     | confirmed     |
      | plan may lower  | leads   | good     | marginal  | good     | good     | marginal | good     | confirmed     |
      | plan may lower  | leads   | good     | fail      | good     | good     | fail     | marginal | lowered       |
      | plan may lower  | leads   | marginal | good      | good     | marginal | good     | marginal | leading       |
      | plan may lower  | leads   | fail     | good      | good     | fail     | good     | fail     | leading       |
      | plan may lower  | advises | fail     | good      | good     | good     | good     | good     | confirmed     |
      | plan may lower  | advises | good     | good      | fail     | good     | fail     | marginal | lowered       |
      | interview alone | leads   | good     | fail      | good     | good     | fail     | good     | leading-alone |
      | interview alone | advises | fail     | good      | fail     | good     | fail     | good     | leading-alone |
      | weighted marks  | leads   | fail     | good      | good     | fail     | good     | good     | weighted      |
      | weighted marks  | leads   | fail     | good      | marginal | fail     | good     | marginal | weighted      |

  Scenario: A plan that differs does not prevail over the interview
    Given plan grade for leadership is marginal
    When the case is decided
    Then plan differs is yes
    And plan contradicts is no
    And Q08 is interview over plan
    And the outcome is lesser oversight

  Scenario: A plan that fails against a good interview lowers it
    Given plan grade for business is fail
    When the case is decided
    Then plan contradicts is yes
    And Q08 is interview over plan, plan lowers interview
    And the outcome is greater oversight

  Scenario: Feedback that differs prevails on customers
    Given ccg feedback is marginal
    When the case is decided
    Then Q08 is feedback over interview

  Scenario: Feedback that only advises does not prevail
    Given ccg feedback is marginal
    And the setting ccg feedback rank is advises
    When the case is decided
    Then Q08 is interview over feedback
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
    Given the setting plan weight is 0.6
    When the case is decided
    Then the policy finding property-broken is reported
