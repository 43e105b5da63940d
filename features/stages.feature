Feature: Where a service stands after its outcome
  The later questions are asked by these stages: of a service that waits for its outcome nothing is asked
  that comes after it, of one that stops no milestone is counted, of one that closed nothing is planned.

  Scenario: Before an outcome is published no service stops
    Given the case file "cases/examples/stopped.json"
    And the outcome published on is unknown
    When the case is decided
    Then service stops is no

  Scenario: The outcome of checkpoint two stops it
    Given the case file "cases/examples/stopped.json"
    When the case is decided
    Then stopped whatever the ruling on support is yes
    And service stops is yes
    And service goes on is no

  Scenario Outline: A service with a better outcome stops later for a reason of its own
    Given the case file "cases/examples/under-a-plan.json"
    And <fact> is <value>
    When the case is decided as of 31 August 2012
    Then stopped whatever the ruling on support is <stopped>
    And service stops is <stops>

    Examples:
      | fact                   | value             | stopped | stops |
      | last step taken        | withdraw          | no      | yes   |
      | last step taken        | greater oversight | no      | no    |
      | wind down announced on | 20 August 2012    | yes     | yes   |

  Scenario: Support that is withdrawn stops the service, and counts once
    Given the case file "cases/examples/under-a-plan.json"
    And the decision Q14 was taken by board as withdraw on 31 August 2012
    When the case is decided as of 31 August 2012
    Then stopped whatever the ruling on support is no
    And service stops is yes
    And service goes on is no

  Scenario: A service that is not stopped goes on until it closes
    Given the case file "cases/examples/under-a-plan.json"
    When the case is decided as of 31 August 2012
    Then service stops is no
    And service goes on is yes

  Scenario: A service that closed goes on no longer
    Given the case file "cases/examples/under-a-plan.json"
    And service closed on is 20 August 2012
    When the case is decided as of 31 August 2012
    Then service goes on is no
    And stopped whatever the ruling on support is yes
    And the reasons for Q22 include STAGE-3

  Scenario Outline: The oversight of a service ends when it closed and each group has a lasting supplier
    Given the case file "cases/examples/under-a-plan.json"
    And service closed on is <closed>
    And the customers:
      | id    | population | supplier named |
      | north | 800000     | yes            |
      | south | 300000     | <named>        |
    When the case is decided as of 31 August 2012
    Then handed over is <handed over>
    And Q11 is <oversight>
    And Q11b is <review>

    Examples:
      | closed         | named | handed over | oversight      | review       |
      | unknown        | yes   | no          | greater        | 13 June 2012 |
      | 20 August 2012 | no    | no          | until handover | 13 June 2012 |
      | 20 August 2012 | yes   | yes         | not asked      | not asked    |
