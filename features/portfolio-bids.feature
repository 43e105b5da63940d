Feature: Who bids for the work of a service, and which bid is best
  Viable organisations may bid. The groups of one service asked three things of them: lower cost in all,
  local delivery, and a local relationship. The weights are ours, and the groups choose.

  Background:
    Given a portfolio of these cases:
      | id      | like                      | css consents | outcome published on | bids invited on | bids due on  | criteria told to bidders |
      | stopped | cases/examples/sound.json | no           | 14 May 2012          | 4 June 2012     | 29 June 2012 | yes                      |
      | other   | cases/examples/sound.json | yes          | 14 May 2012          |                 |              |                          |
    And in the portfolio these bidders:
      | id      | bids for | viable | price offered | price score | local delivery score | local relationship score |
      | cheap   | stopped  | yes    | £8            | 5           | 2                    | 2                        |
      | local   | stopped  | yes    | £10           | 3           | 5                    | 4                        |
      | shaky   | stopped  | no     | £7            | 5           | 5                    | 5                        |
      | dear    | stopped  | yes    | £25.01        | 1           | 5                    | 5                        |
      | poor    | stopped  | yes    | £12           | 2           | 2                    | 2                        |
      | astray  | other    | yes    | £9            | 4           | 4                    | 4                        |

  Scenario Outline: Who may be considered
    When the portfolio is decided as of 2 July 2012
    Then in the portfolio the bid score of <bidder> is <score>
    And BID-2 <may> stopped with <bidder>

    Examples:
      | bidder | score | may          |
      | cheap  | 3.2   | may pair     |
      | local  | 3.9   | may pair     |
      | shaky  | 5     | may not pair |
      | dear   | 3.4   | may not pair |
      | poor   | 2     | may not pair |
      | astray | 4     | may not pair |

  Scenario: The best of those that may be considered
    When the portfolio is decided as of 2 July 2012
    Then in the portfolio the bidders admitted of stopped is 2
    And in the portfolio the Q21 of stopped is choose a bid
    And BID-4 proposes local for stopped
    And in the portfolio the bid chosen of stopped is no
    And BID-2 is not asked about other

  Scenario: The weights are settings
    Given the setting weight of price is 0.8
    And the setting weight of local delivery is 0.1
    And the setting weight of local relationship is 0.1
    When the portfolio is decided as of 2 July 2012
    Then BID-4 proposes cheap for stopped

  Scenario: Before the last day nothing is chosen
    When the portfolio is decided as of 29 June 2012
    Then BID-2 may pair stopped with local
    And BID-4 is not asked about stopped

  Scenario: With too few bidders the time is extended
    Given the setting bid score floor is 3.5
    When the portfolio is decided as of 2 July 2012
    Then in the portfolio the bidders admitted of stopped is 1
    And in the portfolio the Q21 of stopped is extend the time
    And BID-4 is not asked about stopped

  Scenario: The groups alone choose a bid
    Given in the portfolio the board chose local for stopped by BID-4 on 2 July 2012
    When the portfolio is decided as of 3 July 2012
    Then the portfolio is refused because pairs of `BID-4` are decided by the groups of the service

  Scenario: A bid that may no longer be considered is chosen no more
    Given in the portfolio the groups chose local for stopped by BID-4 on 2 July 2012
    And in the portfolio these bidders:
      | id      | bids for | viable | price offered | price score | local delivery score | local relationship score |
      | cheap   | stopped  | yes    | £8            | 5           | 2                    | 2                        |
      | local   | stopped  | no     | £10           | 3           | 5                    | 4                        |
      | middle  | stopped  | yes    | £12           | 3           | 3                    | 3                        |
    When the portfolio is decided as of 3 July 2012
    Then BID-4 proposes local for stopped
    And in the portfolio the bid chosen of stopped is no
    And in the portfolio the Q21 of stopped is choose a bid

  Scenario: The groups choose a bid, and its bidder takes over
    Given in the portfolio the groups chose local for stopped by BID-4 on 2 July 2012
    When the portfolio is decided as of 3 July 2012
    Then in the portfolio the bid chosen of stopped is yes
    And in the portfolio the Q21 of stopped is hand over to the winner
