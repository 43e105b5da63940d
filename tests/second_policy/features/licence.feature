Feature: For how long a food stall is licensed
  The committee refuses, or grants a day, a season or three years. The market office first
  looks whether the application is complete.

  Background:
    Given a case with:
      | fact             | value        |
      | application day  | 1 March 2024 |
      | opening day      | 1 April 2024 |
      | pitch            | standard     |
      | fee paid         | £120         |
      | hygiene rating   | satisfactory |
      | insurance cover  | £2m          |
      | uses gas         | no           |
    And the helpers:
      | id   | role   | handles raw food | certificate until |
      | Ana  | cook   | yes              | 2025-01-01        |
      | Bram | server | no               |                   |
    And the complaints:
      | about | upheld |
      | smell | no     |

  Scenario: An ordinary stall gets a season
    When the case is decided
    Then the outcome is one season
    And L1 is yes
    And cover asked is £1.5m
    And the sufficient cover is yes
    And days ahead is 31 days
    And the reasons include LIC-1/row/usual
    And the reasons exclude FEE-2/if unknown
    And there is no missing evidence
    And changing hygiene rating to very good would give full licence

  Scenario Outline: The cleaner the kitchen, the longer the licence
    Given hygiene rating is <rating>
    When the case is decided
    Then the outcome is <licence>

    Examples:
      | rating             | licence     |
      | urgent improvement | refused     |
      | improvement needed | refused     |
      | satisfactory       | one season  |
      | good               | three years |
      | very good          | three years |

  Scenario: The market office may ask for more than a satisfactory kitchen
    Given the setting lowest rating is good
    When the case is decided
    Then the outcome is refused
    And the reasons include HYG-1

  Scenario Outline: The fee goes by the pitch
    Given the pitch is <pitch>
    And the fee paid is <paid>
    When the case is decided
    Then fee due is <due>
    And L1 is <complete>

    Examples:
      | pitch    | paid | due  | complete |
      | standard | £119 | £120 | no       |
      | corner   | £180 | £180 | yes      |
      | double   | £180 | £200 | no       |

  Scenario: An unpaid fee keeps the question of the licence from being asked
    Given the fee paid is unknown
    When the case is decided
    Then L1 is no
    And the outcome is not asked
    And the reasons include FEE-2/if unknown

  Scenario Outline: A warning gives a first day and no more
    Given the <fact> is <value>
    When the case is decided
    Then the outcome is one market day
    And the warnings is <warning>

    Examples:
      | fact            | value      | warning          |
      | application day | 2024-03-20 | late application |
      | opening day     | 2025-06-01 | missing certificate |

  Scenario: Gas that nobody has checked is no matter for a first day
    Given uses gas is yes
    And gas check until is 2024-03-31
    When the case is decided
    Then the outcome is refused
    And the safe gas is no
    And the warnings is gas unchecked
    And the reasons include GAS-1

  Scenario: More complaints than are allowed
    Given the complaints:
      | about | upheld |
      | smell | yes    |
      | noise | yes    |
      | food  | no     |
    When the case is decided
    Then complaints upheld is 2
    And the outcome is one market day
    Given the setting complaints allowed is 2
    When the case is decided
    Then the outcome is one season

  Scenario: Whether the kitchen is clean has to be known
    Given the hygiene rating is unknown
    When the case is decided
    Then the outcome can still be refused, one season, three years
    And we should ask for hygiene rating
    And the outcome is not one market day
    And changing hygiene rating to good would give three years

  Scenario: Nobody knows whether the cook holds a certificate
    Given the helpers:
      | role | handles raw food |
      | cook | yes              |
    When the case is decided
    Then the certified helpers is unknown
    And the outcome is undecided
    And we should ask for helpers

  Scenario: A stall without the cover asked is refused
    Given insurance cover is £1m
    When the case is decided
    Then the outcome is refused
    And the reasons include LIC-1/row/bare

  Scenario Outline: An application without its days is not complete
    Given <day> is unknown
    When the case is decided
    Then L1 is no

    Examples:
      | day             |
      | application day |
      | opening day     |

  Scenario Outline: A cook on loan stands in for the certificate that a stall lacks
    Given the helpers:
      | id  | role | handles raw food | certificate until |
      | Cem | cook | yes              | 2023-01-01        |
    And cooks on loan is <on loan>
    When the case is decided
    Then the certified hands is <so>

    Examples:
      | on loan | so  |
      | 0       | no  |
      | 1       | yes |
