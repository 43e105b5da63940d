Feature: Is the financial planning credible? (Q06)
  The paper names four parameters of financial success: turnover; margin, as to costs and income;
  pricing; costing and delivery. The papers give no numbers: each threshold is a setting.

  Background:
    Given the case file "cases/examples/sound.json"

  Scenario Outline: Turnover is held against what local groups can spend
    Given turnover is <turnover>
    And local support spend is £40m
    When the case is decided
    Then market share is <share>
    And turnover standing is <standing>

    Examples:
      | turnover | share   | standing |
      | £4.5m    | 11.25%  | unsound  |
      | £5.9m    | 14.75%  | unsound  |
      | £6m      | 15%     | weak     |
      | £11.9m   | 29.75%  | weak     |
      | £12m     | 30%     | credible |
      | unknown  | unknown | unknown  |

  Scenario Outline: The margin is what is left after costs and the host's charge
    Given turnover is £10m
    And population served is 1000000
    And cost base is <costs>
    And income drivers explained is <drivers>
    When the case is decided
    Then margin is <margin>
    And margin standing is <standing>

    Examples:
      | costs | drivers | margin | standing |
      | £9.6m | yes     | -1%    | unsound  |
      | £9.5m | yes     | 0%     | weak     |
      | £9.4m | yes     | 1%     | weak     |
      | £9.4m | no      | 1%     | weak     |
      | £9.3m | yes     | 2%     | credible |
      | £9m   | no      | 5%     | weak     |
      | £9m   | unknown | 5%     | unknown  |
      | £9.6m | unknown | -1%    | unsound  |

  Scenario Outline: Pricing needs a strategy, and the strategy needs costs
    Given pricing strategy is <strategy>
    When the case is decided
    Then pricing standing is <standing>

    Examples:
      | strategy | standing |
      | absent   | unsound  |
      | outline  | weak     |
      | costed   | credible |
      | unknown  | unknown  |

  Scenario Outline: Costing and the management of delivery go together
    Given costing in place is <costing>
    And delivery managed is <delivery>
    When the case is decided
    Then delivery standing is <standing>

    Examples:
      | costing | delivery | standing |
      | yes     | yes      | credible |
      | yes     | no       | weak     |
      | no      | yes      | weak     |
      | no      | no       | unsound  |
      | no      | unknown  | unknown  |

  Scenario Outline: One weak parameter is tolerated, and no unsound one
    Given turnover is <turnover>
    And cost base is <costs>
    And pricing strategy is <strategy>
    And delivery managed is <delivery>
    When the case is decided
    Then parameters in doubt is <doubt>
    And Q06 is <planning>
    And the reasons include FIN-9/row/<row>

    # The sound case: people 1,500,000, support spend £37.5m.
    Examples:
      | turnover | costs  | strategy | delivery | doubt | planning | row      |
      | £15m     | £13.8m | costed   | yes      | 0     | credible | credible |
      | £15m     | £13.8m | outline  | yes      | 1     | credible | credible |
      | £15m     | £13.8m | outline  | no       | 2     | weak     | weak     |
      | £15m     | £14.2m | outline  | no       | 3     | weak     | weak     |
      | £5m      | £4m    | costed   | yes      | 1     | unsound  | turnover |
      | £15m     | £14.5m | costed   | yes      | 1     | unsound  | margin   |
      | £15m     | £13.8m | absent   | yes      | 1     | unsound  | pricing  |

  Scenario: Costing and delivery can sink the planning alone
    Given costing in place is no
    And delivery managed is no
    When the case is decided
    Then Q06 is unsound
    And the reasons include FIN-9/row/delivery

  Scenario: One unsound parameter is enough, whatever else is unknown
    Given pricing strategy is absent
    And turnover is unknown
    And cost base is unknown
    And delivery managed is unknown
    When the case is decided
    Then parameters in doubt is unknown
    And Q06 is unsound

  Scenario: How many weak parameters are tolerated is a setting
    Given pricing strategy is outline
    And the setting weak parameters allowed is 0
    When the case is decided
    Then Q06 is weak

  Scenario: The host's charge is a setting
    Given cost base is £14.2m
    And the setting hosting charge per head is £0.25
    When the case is decided
    Then margin standing is credible

  Scenario: A charge by the head is not laid on the national service
    Given scope is national
    And population served is 50000000
    When the case is decided
    Then hosting charge is £0
    And margin is 8%

  Scenario: What a national service is charged is a setting
    Given scope is national
    And the setting hosting charge of a national service is £1m
    When the case is decided
    Then hosting charge is £1m
    And margin standing is weak

  Scenario: Whether the service is national has to be known
    Given scope is unknown
    When the case is decided
    Then hosting charge is unknown
    And margin standing is unknown
    And we should ask for scope

  Scenario: The shares and margins are settings
    Given turnover is £5m
    And cost base is £4.25m
    And the setting market share floor is 10%
    And the setting sound market share is 13%
    And the setting sound margin is 0%
    When the case is decided
    Then turnover standing is credible
    And margin standing is credible

  Scenario: Peninsula planned a turnover of a ninth of what its groups spend
    Given the case file "cases/2012/peninsula.json"
    When the case is decided on sourced facts alone
    Then market share is 11.25%
    And turnover standing is unsound
