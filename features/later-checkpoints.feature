Feature: Did the service pass the later checkpoints? (Q30)
  Two more checkpoints were planned after the third. What they asked is known in outline only; the share
  of customers to be kept is ours.

  Background:
    Given the case file "cases/examples/sound.json"
    And outcome published on is 14 May 2012
    And later checkpoint held on is 15 November 2012

  Scenario Outline: One checkpoint
    Given later checkpoints:
      | id   | checkpoint held on | plan brought up to date | plan grade | population kept |
      | four | 15 November 2012   | <plan>                  | <grade>    | <kept>          |
    When the case is decided as of 1 December 2012
    Then Q30 is <result>
    And the reasons for Q30 include LATER-1/item/four/row/<row>

    Examples:
      | plan | grade    | kept  | result     | row     |
      | yes  | good     | 100%  | passed     | passed  |
      | yes  | marginal | 85%   | passed     | passed  |
      | yes  | good     | 84.9% | failed | losing  |
      | yes  | fail     | 100%  | failed | weak    |
      | no   | good     | 100%  | failed | no-plan |

  Scenario Outline: The worst result so far is the answer
    Given later checkpoints:
      | id   | checkpoint held on | plan brought up to date | plan grade | population kept |
      | four | 15 November 2012   | yes                     | good       | 100%            |
      | five | 15 January 2013    | yes                     | good       | 60%             |
    When the case is decided as of <day>
    Then Q30 is <result>

    Examples:
      | day              | result     |
      | 14 January 2013  | passed     |
      | 15 January 2013  | failed |

  Scenario: How many customers have to be kept is a setting
    Given later checkpoints:
      | id   | checkpoint held on | plan brought up to date | plan grade | population kept |
      | four | 15 November 2012   | yes                     | good       | 80%             |
    And the setting population kept floor is 75%
    When the case is decided as of 1 December 2012
    Then Q30 is passed

  Scenario: Before the first of them nothing is asked
    Given later checkpoint held on is unknown
    When the case is decided as of 1 December 2012
    Then Q30 is not asked
