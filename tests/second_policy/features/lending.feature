Feature: Cooks lent between stalls

  Scenario: A stall without a certified cook gets one from another, and can open
    Given a portfolio of these cases:
      | id     | application day | opening day  | pitch    | fee paid | hygiene rating | insurance cover | uses gas |
      | wok    | 1 March 2024    | 1 April 2024 | standard | £120     | good           | £2m             | no       |
      | waffle | 1 March 2024    | 1 April 2024 | standard | £120     | good           | £2m             | no       |
    And in the case of wok helpers are:
      | id  | role | handles raw food | certificate until |
      | Ana | cook | yes              | 2025-01-01        |
      | Ben | cook | yes              | 2024-12-01        |
    And in the case of waffle helpers are:
      | id  | role | handles raw food | certificate until |
      | Cem | cook | yes              | 2023-01-01        |
    When the portfolio is decided
    Then LEND-1 proposes Ben for waffle
    And LEND-1 is not asked about wok
    And in the portfolio cooks borrowed of waffle is 1
