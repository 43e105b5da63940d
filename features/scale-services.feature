Feature: May a service lead or join a service at scale? (Q27)
  Every service at scale was judged by set standards, capability and cost; communications by four
  standards of its own. That members meet the common tests alone is ours.

  Background:
    Given the case file "cases/examples/sound.json"
    And outcome published on is 14 May 2012
    And scale services assessed on is 31 May 2012

  Scenario Outline: The common tests
    Given scale services:
      | id | kind of service      | standards met | capability shown | costs sustainable | asks to lead | new integration spending |
      | s  | clinical procurement | <standards>   | <capability>     | <costs>                 | <leads>      | no                       |
    When the case is decided as of 1 September 2012
    Then Q27 is <role>
    And the reasons for Q27 include SCALE-4/item/s/row/<row>

    Examples:
      | standards | capability | costs | leads | role   | row    |
      | yes       | yes        | yes   | yes   | lead   | lead   |
      | yes       | yes        | yes   | no    | member | member |
      | no        | yes        | yes   | yes   | none   | none   |
      | yes       | no         | yes   | yes   | none   | none   |
      | yes       | yes        | no    | yes   | none   | none   |

  Scenario Outline: Business intelligence at a low price for many people
    Given scale services:
      | id | kind of service       | standards met | capability shown | costs sustainable | asks to lead | price a head | population reached | new integration spending |
      | s  | business intelligence | yes           | yes              | yes                     | yes          | <price>      | <people>           | no                       |
    When the case is decided as of 1 September 2012
    Then Q27 is <role>

    Examples:
      | price | people  | role   |
      | £1.00 | 3000000 | lead   |
      | £0.50 | 5000000 | lead   |
      | £1.01 | 3000000 | member |
      | £1.00 | 2999999 | member |

  Scenario Outline: Business support against private firms
    Given scale services:
      | id | kind of service  | standards met | capability shown | costs sustainable | asks to lead | benchmark met | groups save money | new integration spending |
      | s  | business support | yes           | yes              | yes                     | yes          | <benchmark>   | <saves>           | no                       |
    When the case is decided as of 1 September 2012
    Then Q27 is <role>

    Examples:
      | benchmark | saves | role   |
      | yes       | yes   | lead   |
      | no        | yes   | member |
      | yes       | no    | member |

  Scenario Outline: The four standards of communications
    Given scale services:
      | id | kind of service | standards met | capability shown | costs sustainable | asks to lead | leadership standard | people standard | process standard | partnership standard | new integration spending |
      | s  | communications  | yes           | yes              | yes                     | yes          | <leadership>        | <people>        | <process>        | <partnerships>       | no                       |
    When the case is decided as of 1 September 2012
    Then Q27 is <role>
    And the reasons for Q27 include SCALE-4/item/s/row/<row>

    Examples:
      | leadership | people | process | partnerships | role   | row     |
      | yes        | yes    | yes     | yes          | lead   | lead    |
      | no         | yes    | yes     | yes          | member | not-led |
      | yes        | no     | yes     | yes          | member | not-led |
      | yes        | yes    | no      | yes          | member | not-led |
      | yes        | yes    | yes     | no           | member | not-led |

  Scenario Outline: New spending on integration needs a business case that the board has reviewed
    Given scale services:
      | id | kind of service      | standards met | capability shown | costs sustainable | asks to lead | new integration spending | investment case reviewed |
      | s  | clinical procurement | yes           | yes              | yes                     | yes          | <spending>               | <reviewed>               |
    When the case is decided as of 1 September 2012
    Then Q27 is lead
    And Q27b is <case>
    And the reasons for Q27b include SCALE-5/item/s/row/<row>

    Examples:
      | spending | reviewed | case       | row      |
      | no       | no       | unneeded | none     |
      | yes      | yes      | reviewed   | reviewed |
      | yes      | no       | asked      | asked    |

  Scenario: The best role of several services is the answer
    Given scale services:
      | id | kind of service      | standards met | capability shown | costs sustainable | asks to lead | new integration spending | investment case reviewed |
      | a  | clinical procurement | yes           | yes              | yes                     | no           | yes                      | yes                      |
      | b  | clinical procurement | no            | yes              | yes                     | yes          | no                       |                          |
    When the case is decided as of 1 September 2012
    Then Q27 is member
    And Q27b is reviewed

  Scenario: The price of business intelligence is a setting
    Given scale services:
      | id | kind of service       | standards met | capability shown | costs sustainable | asks to lead | price a head | population reached | new integration spending |
      | s  | business intelligence | yes           | yes              | yes                     | yes          | £0.80        | 3000000            | no                       |
    And the setting intelligence price ceiling is £0.50
    When the case is decided as of 1 September 2012
    Then Q27 is member

  Scenario: A service that was not assessed is not asked
    Given scale services assessed on is unknown
    When the case is decided as of 1 September 2012
    Then Q27 is not asked
    And Q27b is not asked
