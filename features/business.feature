Feature: The grade for business awareness (Q07)
  A service must be viable, and its customers must be able to afford it.

  Background:
    Given the case file "cases/examples/sound.json"

  Scenario Outline: Price, population and the largest customer
    Given price per head is <price>
    And population served is <population>
    And largest customer share is <largest>
    When the case is decided
    Then business fault is <fault>
    And business reservation is <reservation>
    And Q07 is <grade>

    Examples:
      | price   | population | largest | fault   | reservation | grade     |
      | £10     | 1500000    | 30%     | no      | no          | good      |
      | £12.50  | 1000000    | 60%     | no      | no          | good      |
      | £12.51  | 1000000    | 60%     | no      | yes         | marginal  |
      | £12.50  | 999999     | 60%     | no      | yes         | marginal  |
      | £12.50  | 1000000    | 60.1%   | no      | yes         | marginal  |
      | £25     | 1500000    | 30%     | no      | yes         | marginal  |
      | £25.01  | 1500000    | 30%     | yes     | yes         | fail      |
      | unknown | 1500000    | 30%     | unknown | unknown     | undecided |

  Scenario: Unsound financial planning fails the domain
    Given pricing strategy is absent
    When the case is decided
    Then business fault is yes
    And Q07 is fail
    And the reasons include BUS-3/row/fault

  Scenario: Weak financial planning is a reservation
    Given pricing strategy is outline
    And delivery managed is no
    When the case is decided
    Then business reservation is yes
    And Q07 is marginal
    And the reasons include BUS-3/row/reservation

  Scenario: Good business awareness, and nothing against it
    When the case is decided
    Then Q07 is good
    And the reasons include BUS-3/row/good

  Scenario: A failing interview fails the domain, however good the figures
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | leadership mark | customer mark | business mark |
      | bdu                |              |                     |               |                 | good            | good          | fail          |
      | sha                |              |                     |               |                 | good            | good          | fail          |
      | non local ccg      | no           | no                  |               | no              | good            | good          | fail          |
      | independent expert |              |                     | 2             | no              | good            | good          | marginal      |
    When the case is decided
    Then Q07 is fail
    And the reasons include BUS-3/row/failed

  Scenario: A marginal interview is marginal, however good the figures
    Given the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | leadership mark | customer mark | business mark |
      | bdu                |              |                     |               |                 | good            | good          | marginal      |
      | sha                |              |                     |               |                 | good            | good          | marginal      |
      | non local ccg      | no           | no                  |               | no              | good            | good          | marginal      |
      | independent expert |              |                     | 2             | no              | good            | good          | good          |
    When the case is decided
    Then Q07 is marginal
    And the reasons include BUS-3/row/marginal

  Scenario Outline: The thresholds are settings
    Given price per head is £14
    And population served is 900000
    And cost base is £12m
    And largest customer share is 70%
    And the setting price warning is <warning>
    And the setting price ceiling is <ceiling>
    And the setting population floor is <least>
    And the setting largest customer limit is <limit>
    When the case is decided
    Then Q07 is <grade>

    Examples:
      | warning | ceiling | least  | limit | grade    |
      | £15     | £25     | 900000 | 70%   | good     |
      | £13     | £25     | 900000 | 70%   | marginal |
      | £15     | £25     | 900001 | 70%   | marginal |
      | £15     | £25     | 900000 | 69.9% | marginal |
      | £13     | £13.99  | 900000 | 70%   | fail     |
