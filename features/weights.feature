Feature: Grades by weighted marks
  An alternative to the interview with a plan that may lower it: interview 0.5, plan 0.3, feedback 0.2. A
  step from fail to marginal counts as much as one from marginal to good, so a score is 0 to 2. What is
  asked for good, 1.6, is just above what a marginal interview can reach; for marginal it is 0.75.

  Background:
    Given the case file "cases/examples/sound.json"
    And the setting interview precedence is weighted marks

  Scenario Outline: Interview, plan and feedback make up the score for leadership
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | leadership mark | customer mark | business mark |
      | bdu                |              |                     |               |                 | <interview>     | good          | good          |
      | sha                |              |                     |               |                 | <interview>     | good          | good          |
      | non local ccg      | no           | no                  |               | no              | <interview>     | good          | good          |
      | independent expert |              |                     | 2             | no              | <interview>     | good          | good          |
    And plan grade for leadership is <plan>
    And ccg feedback is <feedback>
    When the case is decided
    Then leadership score is <score>
    And leadership by weights is <grade>

    Examples:
      | interview | plan     | feedback | score | grade    |
      | good      | good     | good     | 2     | good     |
      | good      | marginal | good     | 1.7   | good     |
      | good      | good     | fail     | 1.6   | good     |
      | good      | marginal | marginal | 1.5   | marginal |
      | marginal  | good     | good     | 1.5   | marginal |
      | good      | fail     | fail     | 1     | marginal |
      | marginal  | marginal | fail     | 0.8   | marginal |
      | fail      | good     | marginal | 0.8   | marginal |
      | marginal  | fail     | marginal | 0.7   | fail     |
      | fail      | marginal | good     | 0.7   | fail     |
      | fail      | fail     | fail     | 0     | fail     |

  Scenario Outline: The other two domains are scored alike
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | leadership mark | customer mark | business mark |
      | bdu                |              |                     |               |                 | good            | <interview>   | <interview>   |
      | sha                |              |                     |               |                 | good            | <interview>   | <interview>   |
      | non local ccg      | no           | no                  |               | no              | good            | <interview>   | <interview>   |
      | independent expert |              |                     | 2             | no              | good            | <interview>   | <interview>   |
    And plan grade for customers is <plan>
    And plan grade for business is <plan>
    And ccg feedback is <feedback>
    When the case is decided
    Then customer score is <score>
    And customer by weights is <grade>
    And business score is <score>
    And business by weights is <grade>

    Examples:
      | interview | plan     | feedback | score | grade    |
      | good      | good     | fail     | 1.6   | good     |
      | good      | marginal | marginal | 1.5   | marginal |
      | marginal  | marginal | fail     | 0.8   | marginal |
      | fail      | marginal | good     | 0.7   | fail     |
      | fail      | good     | good     | 1     | marginal |

  Scenario: Other weights give another grade
    Given the setting interview weight is 0.7
    And the setting plan weight is 0.3
    And the setting feedback weight is 0
    And ccg feedback is fail
    When the case is decided
    Then leadership score is 2
    And leadership by weights is good

  Scenario Outline: What is asked for a grade is a setting
    Given the setting <setting> is <value>
    And plan grade for leadership is <plan>
    And ccg feedback is marginal
    When the case is decided
    Then leadership by weights is <grade>

    Examples:
      | setting            | value | plan     | grade    |
      | score for good     | 1.5   | marginal | good     |
      | score for good     | 1.55  | marginal | marginal |
      | score for marginal | 1.2   | fail     | marginal |
      | score for marginal | 1.25  | fail     | fail     |

  Scenario: Feedback that is not known leaves the grade open
    Given ccg feedback is unknown
    When the case is decided
    Then leadership score is unknown
    And leadership by weights is unknown

  Scenario Outline: A failed plan adds nothing to the score of the other two domains
    Given plan grade for customers is <plan>
    And plan grade for business is <plan>
    When the case is decided
    Then customer score is <score>
    And business score is <score>

    Examples:
      | plan     | score |
      | fail     | 1.4   |
      | marginal | 1.7   |
      | good     | 2     |
