Feature: Issues that become lines of the plan
  Each issue is tried at the very number at which it begins and ends. A second issue stands beside it
  so that the set is never empty.

  Background:
    Given the case file "cases/examples/sound.json"

  Scenario Outline: Issues of the business begin and end at the policy's numbers
    Given income drivers explained is no
    And <fact> is <value>
    When the case is decided
    Then the business issues is <issues>

    Examples:
      | fact                   | value     | issues                                               |
      | price per head         | £12.50    | income unexplained                                   |
      | price per head         | £12.51    | marginal, income unexplained, price high             |
      | price per head         | £25       | marginal, income unexplained, price high             |
      | price per head         | £25.01    | failed, income unexplained, price too high           |
      | largest customer share | 40%       | income unexplained                                   |
      | largest customer share | 40.1%     | income unexplained, one customer large               |
      | largest customer share | 60%       | income unexplained, one customer large               |
      | largest customer share | 60.1%     | marginal, income unexplained, one customer too large |
      | population served      | 1,000,000 | income unexplained                                   |
      | population served      | 999,999   | marginal, income unexplained, small population       |

  Scenario Outline: A margin is thin from nothing up to what is sound, and below that a loss
    Given income drivers explained is no
    And scope is national
    And turnover is £100m
    And cost base is <costs>
    When the case is decided
    Then the business issues is <issues>

    Examples:
      | costs     | issues                           |
      | £98m      | income unexplained               |
      | £98.001m  | income unexplained, thin margin  |
      | £100m     | income unexplained, thin margin  |
      | £100.001m | failed, loss, income unexplained |

  Scenario Outline: Issues with customers begin and end at the policy's numbers
    Given supports authorisation is no
    And <fact> is <value>
    When the case is decided
    Then the customer issues is <issues>

    Examples:
      | fact                       | value | issues                                     |
      | letters of intent          | 49.9% | failed, too few letters, support missing   |
      | letters of intent          | 50%   | marginal, few letters, support missing     |
      | letters of intent          | 74.9% | marginal, few letters, support missing     |
      | letters of intent          | 75%   | marginal, support missing                  |
      | upheld coercion complaints | 1     | marginal, coercion, support missing        |
      | upheld coercion complaints | 2     | failed, repeated coercion, support missing |

  Scenario Outline: Each line of the plan has its owner, and what follows where it is not met
    Given <fact> is <value>
    When the case is decided
    Then among the plan lines <line> has owner <owner>
    And among the plan lines <line> has consequence <consequence>

    Examples:
      | fact                       | value   | line               | owner                 | consequence                        |
      | upheld coercion complaints | 2       | repeated-coercion  | leader of the service | support reconsidered               |
      | income drivers explained   | no      | income-unexplained | finance lead          | counts towards a review of support |
      | pricing strategy           | absent  | no-pricing         | finance lead          | support reconsidered               |
      | price per head             | £25.01  | price-too-high     | finance lead          | support reconsidered               |
      | population served          | 999,999 | small-population   | leader of the service | counts towards a review of support |
      | largest customer share     | 60.1%   | customer-too-large | leader of the service | support reconsidered               |
