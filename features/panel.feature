Feature: Is the panel properly made up? (Q03)
  The paper names four seats: the business development unit, the SHA, a commissioning group that is
  not local, and an independent expert who has started businesses. What counts as independent, and
  how many seats are enough, are settings.

  Background:
    Given the case file "cases/examples/sound.json"
    And interview date is 20 April 2012

  Scenario: The four seats that the paper names
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | tie end date |
      | bdu                |              |                     |               |                 |              |
      | sha                |              |                     |               |                 |              |
      | non local ccg      | no           | no                  |               | no              |              |
      | independent expert |              |                     | 2             | no              |              |
    When the case is decided
    Then Q03 is yes
    And seats filled is 4

  Scenario: A seat is empty
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | tie end date |
      | bdu                |              |                     |               |                 |              |
      | non local ccg      | no           | no                  |               | no              |              |
      | independent expert |              |                     | 2             | no              |              |
    When the case is decided
    Then Q03 is no
    And seats filled is 3
    And Q10 is not asked

  Scenario: One kind of seat is filled twice and another not at all
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | tie end date |
      | bdu                |              |                     |               |                 |              |
      | bdu                |              |                     |               |                 |              |
      | non local ccg      | no           | no                  |               | no              |              |
      | independent expert |              |                     | 2             | no              |              |
    When the case is decided
    Then Q03 is no
    And seats filled is 3

  Scenario: A smaller quorum is a setting
    Given the setting panel quorum is 3
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | tie end date |
      | bdu                |              |                     |               |                 |              |
      | non local ccg      | no           | no                  |               | no              |              |
      | independent expert |              |                     | 2             | no              |              |
    When the case is decided
    Then Q03 is yes

  Scenario: The commissioning group is a customer of the service
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | tie end date |
      | bdu                |              |                     |               |                 |              |
      | sha                |              |                     |               |                 |              |
      | non local ccg      | yes          | no                  |               | no              |              |
      | independent expert |              |                     | 2             | no              |              |
    When the case is decided
    Then Q03 is no

  Scenario: The commissioning group belongs to the clusters of the service
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | tie end date |
      | bdu                |              |                     |               |                 |              |
      | sha                |              |                     |               |                 |              |
      | non local ccg      | no           | yes                 |               | no              |              |
      | independent expert |              |                     | 2             | no              |              |
    When the case is decided
    Then Q03 is no

  Scenario: The expert has never led a start-up
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | tie end date |
      | bdu                |              |                     |               |                 |              |
      | sha                |              |                     |               |                 |              |
      | non local ccg      | no           | no                  |               | no              |              |
      | independent expert |              |                     | 0             | no              |              |
    When the case is decided
    Then Q03 is no

  Scenario: What counts as experience is a setting
    Given the setting start ups asked of the expert is 0
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | tie end date |
      | bdu                |              |                     |               |                 |              |
      | sha                |              |                     |               |                 |              |
      | non local ccg      | no           | no                  |               | no              |              |
      | independent expert |              |                     | 0             | no              |              |
    When the case is decided
    Then Q03 is yes

  Scenario: The expert was tied to the service until a month before
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | tie end date |
      | bdu                |              |                     |               |                 |              |
      | sha                |              |                     |               |                 |              |
      | non local ccg      | no           | no                  |               | no              |              |
      | independent expert |              |                     | 2             | yes             | 2012-03-20   |
    When the case is decided
    Then Q03 is no

  Scenario: A tie of the expert that ended exactly two years before no longer binds
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | tie end date |
      | bdu                |              |                     |               |                 |              |
      | sha                |              |                     |               |                 |              |
      | non local ccg      | no           | no                  |               | no              |              |
      | independent expert |              |                     | 2             | yes             | 2010-04-21   |
    When the case is decided
    Then Q03 is yes

  Scenario: A tie of the expert that ended one day less than two years before binds
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | tie end date |
      | bdu                |              |                     |               |                 |              |
      | sha                |              |                     |               |                 |              |
      | non local ccg      | no           | no                  |               | no              |              |
      | independent expert |              |                     | 2             | yes             | 2010-04-22   |
    When the case is decided
    Then Q03 is no

  Scenario: The commissioning group was tied to the service
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | tie end date |
      | bdu                |              |                     |               |                 |              |
      | sha                |              |                     |               |                 |              |
      | non local ccg      | no           | no                  |               | yes             | 2012-01-31   |
      | independent expert |              |                     | 2             | no              |              |
    When the case is decided
    Then Q03 is no

  Scenario: The SHA works with the service every day, and is no outside seat
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | tie end date |
      | bdu                |              |                     |               |                 |              |
      | sha                |              |                     |               | yes             | 2012-04-20   |
      | non local ccg      | no           | no                  |               | no              |              |
      | independent expert |              |                     | 2             | no              |              |
    When the case is decided
    Then Q03 is yes

  Scenario: Nobody has asked the expert for ties
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | tie end date |
      | bdu                |              |                     |               |                 |              |
      | sha                |              |                     |               |                 |              |
      | non local ccg      | no           | no                  |               | no              |              |
      | independent expert |              |                     | 2             |                 |              |
    When the case is decided
    Then Q03 is undecided
    And Q10 is undecided
    And we should ask for panel

  Scenario: An invalid panel gives no grades and no outcome
    Given the case file "cases/examples/invalid-panel.json"
    When the case is decided
    Then Q03 is no
    And ready to grade is no
    And Q04 is not asked
    And Q10 is not asked

  Scenario Outline: The grade of the interview is the highest that three of four members reach
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | leadership mark | customer mark | business mark |
      | bdu                |              |                     |               |                 | <first>         | <first>       | <first>       |
      | sha                |              |                     |               |                 | <second>        | <second>      | <second>      |
      | non local ccg      | no           | no                  |               | no              | <third>         | <third>       | <third>       |
      | independent expert |              |                     | 2             | no              | <fourth>        | <fourth>      | <fourth>      |
    When the case is decided
    Then interview grade for leadership is <grade>
    And interview grade for customers is <grade>
    And interview grade for business is <grade>

    Examples:
      | first    | second   | third    | fourth   | grade    |
      | good     | good     | good     | good     | good     |
      | good     | good     | good     | fail     | good     |
      | good     | good     | marginal | marginal | marginal |
      | good     | good     | good     | unknown  | unknown  |
      | good     | good     | marginal | fail     | marginal |
      | good     | good     | fail     | fail     | fail     |
      | marginal | marginal | marginal | fail     | marginal |
      | marginal | marginal | fail     | fail     | fail     |
      | fail     | fail     | fail     | good     | fail     |

  Scenario: That a tie gives the lower grade is a setting
    Given the setting members for a grade is 2
    And the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | leadership mark | customer mark | business mark |
      | bdu                |              |                     |               |                 | good            | good          | good          |
      | sha                |              |                     |               |                 | good            | good          | good          |
      | non local ccg      | no           | no                  |               | no              | fail            | good          | good          |
      | independent expert |              |                     | 2             | no              | fail            | good          | good          |
    When the case is decided
    Then interview grade for leadership is good
