Feature: The grade for focus on customers (Q05)
  The commissioning groups are the customers. Their feedback leads. Coercion is a fault that the
  papers name; how many complaints weigh what, and how many groups must be committed, are settings.

  Background:
    Given the case file "cases/examples/sound.json"

  Scenario Outline: Feedback, complaints, letters and support for authorisation
    Given ccg feedback is <feedback>
    And upheld coercion complaints is <complaints>
    And letters of intent is <letters>
    And supports authorisation is <support>
    When the case is decided
    Then customer fault is <fault>
    And customer reservation is <reservation>
    And Q05 is <grade>

    Examples:
      | feedback | complaints | letters | support | fault   | reservation | grade     |
      | good     | 0          | 75%     | yes     | no      | no          | good      |
      | good     | 0          | 74.9%   | yes     | no      | yes         | marginal  |
      | good     | 0          | 50%     | yes     | no      | yes         | marginal  |
      | good     | 0          | 49.9%   | yes     | yes     | yes         | fail      |
      | good     | 1          | 90%     | yes     | no      | yes         | marginal  |
      | good     | 2          | 90%     | yes     | yes     | yes         | fail      |
      | good     | 0          | 90%     | no      | no      | yes         | marginal  |
      | marginal | 0          | 90%     | yes     | no      | no          | marginal  |
      | marginal | 1          | 60%     | no      | no      | yes         | marginal  |
      | fail     | 0          | 100%    | yes     | no      | no          | fail      |
      | good     | unknown    | 90%     | yes     | unknown | unknown     | undecided |
      | fail     | unknown    | unknown | unknown | unknown | unknown     | fail      |
      | unknown  | 2          | unknown | unknown | yes     | yes         | fail      |

  Scenario Outline: The row that decides is told
    Given ccg feedback is <feedback>
    And upheld coercion complaints is <complaints>
    When the case is decided
    Then the reasons include <row>

    Examples:
      | feedback | complaints | row                    |
      | good     | 0          | CUST-3/row/good        |
      | good     | 1          | CUST-3/row/reservation |
      | good     | 2          | CUST-3/row/fault       |
      | marginal | 0          | CUST-3/row/marginal    |
      | fail     | 0          | CUST-3/row/failed      |

  Scenario Outline: What missing support for authorisation weighs is a setting
    Given supports authorisation is no
    And the setting weight of missing authorisation support is <weight>
    When the case is decided
    Then Q05 is <grade>

    Examples:
      | weight      | grade    |
      | remark      | good     |
      | reservation | marginal |
      | fault       | fail     |

  Scenario: The number of complaints that count is a setting
    Given upheld coercion complaints is 2
    And the setting complaints for a reservation is 3
    And the setting complaints for a fault is 5
    When the case is decided
    Then Q05 is good

  Scenario: The letters that count are a setting
    Given letters of intent is 60%
    And the setting letters for a good grade is 55%
    When the case is decided
    Then Q05 is good

  Scenario: What a service can do about a reservation
    Given letters of intent is 60%
    When the case is decided
    Then the outcome is greater oversight
    And changing letters of intent to 75% would give lesser oversight
