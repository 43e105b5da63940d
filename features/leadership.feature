Feature: The grade for leadership (Q04)
  The interview gives the grade. Leadership that is unclear holds it at marginal; how much unclear
  leadership weighs is a setting.

  Background:
    Given the case file "cases/examples/sound.json"

  Scenario: Good at the interview, and clear
    When the case is decided
    Then Q04 is good
    And leadership clear is yes
    And the outcome is lesser oversight
    And the reasons include LEAD-4/row/good
    And there is no missing evidence

  Scenario Outline: Leadership that is unclear is a reservation
    Given <fact> is no
    When the case is decided
    Then leadership clear is no
    And leadership reservation is yes
    And leadership fault is no
    And Q04 is marginal
    And the outcome is greater oversight
    And the reasons include LEAD-4/row/reservation

    Examples:
      | fact                 |
      | named lead           |
      | lead in post         |
      | lead free to develop |

  Scenario Outline: What unclear leadership weighs is a setting
    Given named lead is no
    And the setting weight of unclear leadership is <weight>
    When the case is decided
    Then Q04 is <grade>

    Examples:
      | weight      | grade    |
      | remark      | good     |
      | reservation | marginal |
      | fault       | fail     |

  Scenario: A fault fails the domain
    Given lead in post is no
    And the setting weight of unclear leadership is fault
    When the case is decided
    Then leadership fault is yes
    And the reasons include LEAD-4/row/fault

  Scenario: A failing interview fails the domain, however clear the leadership
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | leadership mark | customer mark | business mark |
      | bdu                |              |                     |               |                 | marginal        | good          | good          |
      | sha                |              |                     |               |                 | fail            | good          | good          |
      | non local ccg      | no           | no                  |               | no              | fail            | good          | good          |
      | independent expert |              |                     | 2             | no              | fail            | good          | good          |
    When the case is decided
    Then Q04 is fail
    And the reasons include LEAD-4/row/failed

  Scenario: A marginal interview is marginal, however clear the leadership
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | leadership mark | customer mark | business mark |
      | bdu                |              |                     |               |                 | marginal        | good          | good          |
      | sha                |              |                     |               |                 | good            | good          | good          |
      | non local ccg      | no           | no                  |               | no              | marginal        | good          | good          |
      | independent expert |              |                     | 2             | no              | marginal        | good          | good          |
    When the case is decided
    Then Q04 is marginal
    And the reasons include LEAD-4/row/marginal

  Scenario: A missing leader is asked for
    Given named lead is unknown
    When the case is decided
    Then Q04 is undecided
    And the outcome is undecided
    And we should ask for named lead

  Scenario: What is missing does not matter to a failing interview
    Given named lead is unknown
    And the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | leadership mark | customer mark | business mark |
      | bdu                |              |                     |               |                 | fail            | good          | good          |
      | sha                |              |                     |               |                 | fail            | good          | good          |
      | non local ccg      | no           | no                  |               | no              | fail            | good          | good          |
      | independent expert |              |                     | 2             | no              | fail            | good          | good          |
    When the case is decided
    Then Q04 is fail
