Feature: What licence does a hosted service hold? (Q29)
  A provisional licence was planned from October 2012, a more formal one from April 2013. A breach could
  end operations; the time to mend it is ours.

  Background:
    Given the case file "cases/examples/sound.json"
    And outcome published on is 14 May 2012
    And hosted from is 1 October 2012
    And binding obligations met is yes
    And licence breaches:
      | id | found on | grave | mended on |

  Scenario Outline: From the first licence to the end of hosting
    Given binding obligations met is <met>
    When the case is decided as of <day>
    Then Q29 is <licence>
    And the reasons for Q29 include LIC-5/row/<row>

    Examples:
      | met | day               | licence     | row         |
      | yes | 30 September 2012 | none yet    | none        |
      | no  | 1 October 2012    | provisional | provisional |
      | yes | 31 March 2013     | provisional | provisional |
      | yes | 1 April 2013      | formal      | formal      |
      | no  | 1 April 2013      | provisional | provisional |
      | yes | 31 March 2016     | formal      | formal      |
      | yes | 1 April 2016      | ended       | deadline    |

  Scenario Outline: A breach and its mending
    Given licence breaches:
      | id | found on    | grave   | mended on |
      | b  | 3 June 2013 | <grave> | <mended>  |
    When the case is decided as of <day>
    Then breach unmended is <open>
    And grave breach past its time is <past>
    And Q29 is <licence>
    And the reasons for Q29 include LIC-5/row/<row>

    Examples:
      | grave | mended       | day          | open | past | licence             | row    |
      | yes   |              | 1 July 2013  | yes  | no   | breach to be mended | mend   |
      | yes   |              | 2 July 2013  | yes  | yes  | ended               | breach |
      | no    |              | 2 July 2013  | yes  | no   | breach to be mended | mend   |
      | yes   | 20 June 2013 | 2 July 2013  | no   | no   | formal              | formal |

  Scenario: A service whose licence ends for a breach stops
    Given licence breaches:
      | id | found on    | grave | mended on |
      | b  | 3 June 2013 | yes   |           |
    When the case is decided as of 2 July 2013
    Then service stops is yes
    And Q11 is until handover
    And Q22 is stay with the host

  Scenario: A service whose licence people ended stops
    Given the decision Q29 was taken by board as ended on 1 May 2013
    When the case is decided as of 1 May 2013
    Then the decision Q29 departs from the policy
    And licence taken away is yes
    And service stops is yes
    And Q11 is until handover
    And Q22 is stay with the host
    And Q31 is higher

  Scenario: A grave breach stops no service whose licence people let go on
    Given licence breaches:
      | id | found on    | grave | mended on |
      | b  | 3 June 2013 | yes   |           |
    And the decision Q29 was taken by board as breach to be mended on 2 July 2013
    When the case is decided as of 2 July 2013
    Then grave breach past its time is yes
    And licence taken away is no
    And service stops is no

  Scenario Outline: A licence that ends with hosting, or with the service, is not taken away
    Given service closed on is <closed>
    When the case is decided as of <day>
    Then Q29 is ended
    And licence taken away is no

    Examples:
      | closed         | day            |
      | 1 October 2014 | 2 October 2014 |
      | unknown        | 1 April 2016   |

  Scenario: A grave breach is one after the end of hosting too
    Given licence breaches:
      | id | found on    | grave | mended on |
      | b  | 3 June 2013 | yes   |           |
    When the case is decided as of 1 April 2016
    Then licence taken away is yes
    And service stops is yes

  Scenario: The licence ends with the service
    Given service closed on is 1 October 2014
    When the case is decided as of 2 October 2014
    Then Q29 is ended
    And the reasons for Q29 include LIC-5/row/closed
    And hosted now is no
    And Q31 is not asked
    And Q32 is not asked

  Scenario: The time to mend a breach is a setting
    Given licence breaches:
      | id | found on    | grave | mended on |
      | b  | 3 June 2013 | yes   |           |
    And the setting days to mend a breach is 40
    When the case is decided as of 2 July 2013
    Then Q29 is breach to be mended

  Scenario: A breach that nobody reported is not presumed
    Given licence breaches is unknown
    When the case is decided as of 1 May 2013
    Then breach unmended is no
    And Q29 is formal

  Scenario: The later of the two days that are reported for the end of hosting
    Given the setting end of hosting is 31 December 2016
    When the case is decided as of 1 April 2016
    Then Q29 is formal

  Scenario: A service that is not hosted holds no licence
    Given hosted from is unknown
    When the case is decided as of 1 May 2013
    Then Q29 is not asked

  Scenario: Days of the licence out of their order break a promise
    Given the setting formal licence from is 1 September 2012
    When the case is decided as of 1 October 2012
    Then the policy finding property-broken is reported

  Scenario: A service that was released has no licence that could be taken away
    Given licence breaches:
      | id | found on   | grave | mended on |
      | b1 | 2014-01-06 | yes   |           |
    And the decision Q32 was taken by board as release on 1 June 2014
    When the case is decided as of 1 July 2014
    Then grave breach past its time is yes
    And Q29 is ended
    And licence taken away is no
    And service stops is no
