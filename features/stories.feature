Feature: Services over time
  Each case is decided as of a day from all that was reported by then. What became of a service is told in
  docs/stories.md beside what the rules say.

  Scenario: A service passes, and fails later (Surrey and Sussex)
    Given the case file "cases/stories/surrey-and-sussex.json"
    When the case is decided as of 12 October 2012
    Then Q10 is greater oversight
    And Q13 is on course
    And Q28 is hosted with binding obligations
    When the case is decided as of 23 April 2013
    Then course is off course
    And Q13 is not asked
    And Q14 is withdraw
    And the decision Q14 departs from the policy
    And Q15 is yes
    And Q23 is interim

  Scenario: A later checkpoint is passed by people and not by the rules (Surrey and Sussex)
    Given the case file "cases/stories/surrey-and-sussex.json"
    When the case is decided as of 28 March 2013
    Then Q30 is failed
    And the decision Q30 departs from the policy

  Scenario: A leader is lent by a service that passed (Cumbria and Lancashire)
    Given the case file "cases/stories/cumbria-and-lancashire.json"
    When the case is decided as of 20 August 2012
    Then Q15 is yes
    And Q14 is change of leader
    And Q17 is from a passing service
    When the case is decided as of 10 September 2012
    Then the decision Q17 follows the policy
    When the case is decided as of 17 September 2012
    Then Q15 is no

  Scenario: One group is carved out and supplied by a neighbour (Cumbria)
    Given the case file "cases/stories/cumbria-and-lancashire.json"
    When the case is decided as of 17 September 2012
    Then Q25 is not asked
    And among customers Cumbria has supply covered

  Scenario: One leader leads two bodies, and is lent no more (Staffordshire)
    Given the case file "cases/stories/staffordshire.json"
    When the case is decided as of 31 August 2012
    Then Q18 is yes
    When the case is decided as of 17 September 2012
    Then Q18 is no
    And the reasons for Q18 include LEND-1

  Scenario: A merged service carries the worse outcome of its parents (Staffordshire and Lancashire)
    Given the case file "cases/stories/staffordshire.json"
    When the case is decided as of 12 October 2012
    Then Q11 is lesser
    When the case is decided as of 20 March 2013
    Then Q26 is yes
    And outcome in force is greater oversight
    And Q11 is greater

  Scenario: Two services share a leader and merge (Essex with Hertfordshire)
    Given the case file "cases/stories/central-eastern.json"
    When the case is decided as of 3 September 2012
    Then Q17 is shared
    And the decision Q17 follows the policy
    When the case is decided as of 20 March 2013
    Then Q26 is yes
    And outcome in force is greater oversight

  Scenario: A viable service chooses to close, and its customers are supplied (Central Eastern)
    Given the case file "cases/stories/central-eastern.json"
    When the case is decided as of 22 April 2014
    Then course is off course
    And Q13 is not asked
    And Q11 is until handover
    And Q19 is wind down
    And Q22 is at risk
    And Q23 is interim
    When the case is decided as of 30 June 2014
    Then Q23 is covered

  Scenario: A service that passed well is given up by its groups (Norfolk and Waveney)
    Given the case file "cases/stories/norfolk-and-waveney.json"
    When the case is decided as of 17 October 2013
    Then Q14 is go on
    When the case is decided as of 18 October 2013
    Then Q14 is withdraw
    And the decision Q14 departs from the policy
    When the case is decided as of 2 December 2013
    Then Q19 is takeover
    And Q21 is choose a bid
    When the case is decided as of 1 April 2014
    Then Q19 is open bids
    And Q21 is hand over to the winner
    And Q22 is move with the work

  Scenario: All groups leave together (North West London)
    Given the case file "cases/stories/north-west-london.json"
    When the case is decided as of 14 September 2012
    Then Q27 is lead
    When the case is decided as of 30 April 2014
    Then Q25 is business case first
    When the case is decided as of 30 September 2014
    Then Q18 is yes
    When the case is decided as of 1 October 2014
    Then Q13 is off course
    And Q14 is warning
    And Q18 is no
    And fit to take over is no

  Scenario: A stopped service is shared out once each group has somewhere to go (Peninsula)
    Given the case file "cases/stories/peninsula.json"
    When the case is decided as of 14 May 2012
    Then Q19 is redesign
    And customers turned away is yes
    When the case is decided as of 1 April 2013
    Then Q19 is carve up
    And Q23 is covered

  Scenario: A stopped service is taken over by a neighbour (West Mercia)
    Given the case file "cases/stories/west-mercia.json"
    When the case is decided as of 14 May 2012
    Then Q19 is leaders from a passing service
    When the case is decided as of 28 September 2012
    Then Q19 is takeover
    And Q20 is agreed

  Scenario: The national service is designed anew
    Given the case file "cases/stories/nhs-communications-and-engagement-service.json"
    When the case is decided as of 14 September 2012
    Then Q19 is redesign
    And Q22 is stay with the PCT cluster
    And Q23 is interim

  Scenario Outline: An area without a service has nothing to assess, and its groups do the work
    Given the case file "cases/areas/<area>.json"
    When the case is decided
    Then Q01 is local support
    And the outcome is not asked
    And worst supply is covered

    Examples:
      | area                                        |
      | bournemouth-poole-and-dorset                |
      | cambridgeshire-and-peterborough             |
      | suffolk                                     |
      | wiltshire-with-bath-and-north-east-somerset |

  Scenario: All services of 2012 together, on the day of the outcome
    Given the portfolio "cases/2012"
    When the portfolio is decided as of 14 May 2012
    Then ACQ-1 proposes arden for west-mercia
    And ACQ-1 is not asked about peninsula
    And ACQ-1 proposes nobody for nhs-communications-and-engagement-service
    And DON-1 may pair west-mercia with staffordshire
    And DON-1 may not pair west-mercia with cumbria-and-lancashire
    And in the portfolio Q10 of west-mercia is scenario one

  Scenario: All services of 2012 together, once leaders are appointed
    Given the portfolio "cases/2012"
    When the portfolio is decided as of 31 August 2012
    Then DON-1 may pair cumbria-and-lancashire with staffordshire
    And DON-1 proposes north-east for cumbria-and-lancashire
    And DON-1 may not pair cumbria-and-lancashire with greater-manchester
    And CAND-2 may not pair cumbria-and-lancashire with applicant-3
    And CAND-2 is not asked about peninsula
