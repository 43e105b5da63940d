Feature: Is the work opened to bids, and what follows from those that came? (Q21)
  One paper reports the view that failure could launch the market. The steps between the invitation and
  the choice are ours; the groups choose.

  Background:
    Given the case file "cases/examples/sound.json"
    And css consents is no
    And outcome published on is 14 May 2012
    And the decision Q19 was taken by board as open bids on 1 June 2012

  Scenario: Open bids are the remedy, and bids are to be invited
    When the case is decided as of 4 June 2012
    Then work opened to bids is yes
    And Q21 is invite bids
    And the reasons for Q21 include MKT-4/row/invite

  Scenario: Another remedy closes the market
    Given the decision Q19 was taken by board as in house on 2 June 2012
    And groups ask for bids is no
    When the case is decided as of 4 June 2012
    Then work opened to bids is no
    And Q21 is closed
    And the reasons for Q21 include MKT-4/row/closed

  Scenario Outline: A bid that the groups chose does not count where people decided on another remedy
    Given the decision Q19 was taken by board as <remedy> on 2 June 2012
    And bids invited on is <invited>
    And bids due on is 1 July 2012
    And bidders on offer is 2
    And criteria told to bidders is yes
    And winner named is yes
    When the case is decided as of 5 October 2012
    Then Q21 is <ruling>
    And the reasons for Q21 include MKT-4/row/<row>

    Examples:
      | remedy    | invited     | ruling                 | row     |
      | takeover  | 1 June 2012 | closed                 | another |
      | open bids | 1 June 2012 | hand over to the winner | won    |
      | open bids | unknown     | hand over to the winner | won    |

  Scenario: A wish for bids counts once it is on file
    Given the decision Q19 was taken by board as in house on 2 June 2012
    When the case is decided as of 4 June 2012
    Then groups want bids is no
    And Q21 is closed

  Scenario: A service that goes on may be put to bids by its groups
    Given css consents is yes
    And bids invited on is 4 June 2012
    And bids due on is 29 June 2012
    And criteria told to bidders is yes
    When the case is decided as of 4 June 2012
    Then service stops is no
    And Q21 is wait for bids

  Scenario: Nothing is asked of a service that goes on without bids
    Given css consents is yes
    When the case is decided as of 4 June 2012
    Then Q21 is not asked

  Scenario: The groups ask for bids
    Given the decision Q19 was taken by board as in house on 2 June 2012
    And groups ask for bids is yes
    When the case is decided as of 4 June 2012
    Then work opened to bids is yes
    And Q21 is invite bids

  Scenario Outline: From the invitation to the choice
    Given bids invited on is 4 June 2012
    And bids due on is 29 June 2012
    And criteria told to bidders is <told>
    And bidders on offer is <bidders>
    And bidding extended on is <extended>
    When the case is decided as of <day>
    Then bids can be chosen from is <choice>
    And Q21 is <ruling>
    And the reasons for Q21 include MKT-4/row/<row>

    Examples:
      | told | bidders | extended    | day            | ruling                   | row      | choice |
      | no   | 8       | unknown     | 29 June 2012   | tell the criteria        | criteria | no     |
      | yes  | 0       | unknown     | 29 June 2012   | wait for bids            | wait     | no     |
      | yes  | 8       | unknown     | 30 June 2012   | choose a bid             | choose   | yes    |
      | yes  | 2       | unknown     | 30 June 2012   | choose a bid             | choose   | yes    |
      | yes  | 1       | unknown     | 30 June 2012   | extend the time          | extend   | no     |
      | yes  | 1       | 1 July 2012 | 3 August 2012  | wait for bids            | wait     | no     |
      | yes  | 2       | 1 July 2012 | 4 August 2012  | choose a bid             | choose   | yes    |
      | yes  | 1       | 1 July 2012 | 4 August 2012  | deal with the bidders there are | one      | no     |
      | yes  | 0       | 1 July 2012 | 4 August 2012  | find another remedy      | none     | no     |

  Scenario Outline: Once the groups have chosen, the work goes to the winner
    Given bids invited on is 4 June 2012
    And bids due on is 29 June 2012
    And criteria told to bidders is yes
    And bidders on offer is 8
    And winner named is <named>
    When the case is decided as of 30 June 2012
    Then winner known is <named>
    And bids can be chosen from is yes
    And Q21 is <ruling>
    And the reasons for Q21 include MKT-4/row/<row>

    Examples:
      | named | ruling                 | row    |
      | yes   | hand over to the winner | won    |
      | no    | choose a bid            | choose |

  Scenario: How many bidders are enough is a setting
    Given bids invited on is 4 June 2012
    And bids due on is 29 June 2012
    And criteria told to bidders is yes
    And bidders on offer is 2
    And the setting fewest bidders is 3
    When the case is decided as of 30 June 2012
    Then enough bidders is no
    And Q21 is extend the time

  Scenario: How long the time is extended is a setting
    Given bids invited on is 4 June 2012
    And bids due on is 29 June 2012
    And bidding extended on is 1 July 2012
    And the setting extension of bidding is 10 days
    When the case is decided as of 5 July 2012
    Then last day for bids is 9 July 2012

  Scenario: Weights that do not add up break a promise of the policy
    Given the setting weight of price is 0.5
    When the case is decided as of 4 June 2012
    Then the policy finding property-broken is reported

  Scenario: A remedy that is open bids opens nothing while the service goes on
    Given css consents is yes
    When the case is decided as of 4 June 2012
    Then service stops is no
    And work opened to bids is no

  Scenario: A winner whom the groups named is handed the work, though no invitation is on file
    Given winner named is yes
    When the case is decided as of 4 June 2012
    Then Q21 is hand over to the winner
