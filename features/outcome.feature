Feature: The outcome of checkpoint two (Q10)
  The published results are described by a count of failed and marginal domains. It settles 14 of the
  27 patterns of three grades; the other 13 are settled by two settings of the board, and a third says
  what follows where no plan can be agreed (consent.feature).

  Background:
    Given the case file "cases/examples/sound.json"

  Scenario Outline: What the published count settles
    Given ccg feedback is <customers>
    And the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | leadership mark | customer mark | business mark |
      | bdu                |              |                     |               |                 | <leadership>    | <customers>   | <business>    |
      | sha                |              |                     |               |                 | <leadership>    | <customers>   | <business>    |
      | non local ccg      | no           | no                  |               | no              | <leadership>    | <customers>   | <business>    |
      | independent expert |              |                     | 2             | no              | <leadership>    | <customers>   | <business>    |
    When the case is decided
    Then Q04 is <leadership>
    And Q05 is <customers>
    And Q07 is <business>
    And the outcome is <outcome>
    And the reasons include OUT-4/row/<row>

    Examples:
      | leadership | customers | business | outcome           | row              |
      | good       | good      | good     | lesser oversight  | all-good         |
      | good       | good      | marginal | greater oversight | one-two-marginal |
      | good       | marginal  | good     | greater oversight | one-two-marginal |
      | good       | marginal  | marginal | greater oversight | one-two-marginal |
      | good       | fail      | fail     | scenario one      | two-failed       |
      | marginal   | good      | good     | greater oversight | one-two-marginal |
      | marginal   | good      | marginal | greater oversight | one-two-marginal |
      | marginal   | marginal  | good     | greater oversight | one-two-marginal |
      | marginal   | fail      | fail     | scenario one      | two-failed       |
      | fail       | good      | fail     | scenario one      | two-failed       |
      | fail       | marginal  | fail     | scenario one      | two-failed       |
      | fail       | fail      | good     | scenario one      | two-failed       |
      | fail       | fail      | marginal | scenario one      | two-failed       |
      | fail       | fail      | fail     | scenario one      | two-failed       |

  Scenario Outline: What the count is silent on, a setting settles
    Given ccg feedback is <customers>
    And the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | leadership mark | customer mark | business mark |
      | bdu                |              |                     |               |                 | <leadership>    | <customers>   | <business>    |
      | sha                |              |                     |               |                 | <leadership>    | <customers>   | <business>    |
      | non local ccg      | no           | no                  |               | no              | <leadership>    | <customers>   | <business>    |
      | independent expert |              |                     | 2             | no              | <leadership>    | <customers>   | <business>    |
    When the case is decided
    Then Q04 is <leadership>
    And Q05 is <customers>
    And Q07 is <business>
    And the outcome is <outcome>
    And the reasons include OUT-4/row/<row>

    Examples:
      | leadership | customers | business | outcome           | row            |
      | good       | good      | fail     | greater oversight | one-failed     |
      | good       | marginal  | fail     | greater oversight | one-failed     |
      | good       | fail      | good     | greater oversight | one-failed     |
      | good       | fail      | marginal | greater oversight | one-failed     |
      | marginal   | good      | fail     | greater oversight | one-failed     |
      | marginal   | marginal  | marginal | greater oversight | three-marginal |
      | marginal   | marginal  | fail     | greater oversight | one-failed     |
      | marginal   | fail      | good     | greater oversight | one-failed     |
      | marginal   | fail      | marginal | greater oversight | one-failed     |
      | fail       | good      | good     | greater oversight | one-failed     |
      | fail       | good      | marginal | greater oversight | one-failed     |
      | fail       | marginal  | good     | greater oversight | one-failed     |
      | fail       | marginal  | marginal | greater oversight | one-failed     |

  Scenario Outline: The board may choose to stop at one failed domain
    Given ccg feedback is <customers>
    And the panel:
      | seat               | css customer | inside the clusters | start ups led | tied to the css | leadership mark | customer mark | business mark |
      | bdu                |              |                     |               |                 | <leadership>    | <customers>   | <business>    |
      | sha                |              |                     |               |                 | <leadership>    | <customers>   | <business>    |
      | non local ccg      | no           | no                  |               | no              | <leadership>    | <customers>   | <business>    |
      | independent expert |              |                     | 2             | no              | <leadership>    | <customers>   | <business>    |
    And the setting outcome for one failed domain is scenario C
    When the case is decided
    Then Q04 is <leadership>
    And Q05 is <customers>
    And Q07 is <business>
    And the outcome is <outcome>
    And the reasons include OUT-4/row/one-failed

    Examples:
      | leadership | customers | business | outcome      |
      | good       | good      | fail     | scenario one |
      | good       | marginal  | fail     | scenario one |
      | good       | fail      | good     | scenario one |
      | good       | fail      | marginal | scenario one |
      | marginal   | good      | fail     | scenario one |
      | marginal   | marginal  | fail     | scenario one |
      | marginal   | fail      | good     | scenario one |
      | marginal   | fail      | marginal | scenario one |
      | fail       | good      | good     | scenario one |
      | fail       | good      | marginal | scenario one |
      | fail       | marginal  | good     | scenario one |
      | fail       | marginal  | marginal | scenario one |

  Scenario Outline: The board may choose for three marginal domains
    Given the case file "cases/examples/three-marginals.json"
    And the setting outcome for three marginal domains is <choice>
    When the case is decided
    Then Q04 is marginal
    And Q05 is marginal
    And Q07 is marginal
    And the outcome is <choice>

    Examples:
      | choice            |
      | scenario one      |
      | greater oversight |

  Scenario: A setting that rewards a failed domain breaks a promise of the policy
    Given the case file "cases/examples/one-failed-domain.json"
    And the setting outcome for one failed domain is lesser oversight
    When the case is decided
    Then the policy finding property-broken is reported

  Scenario: One failed domain, and no plan can be agreed
    Given the case file "cases/examples/one-failed-domain.json"
    And bdu consents is no
    When the case is decided
    Then domain failed is yes
    And two domains failed is no
    And the outcome is scenario one
    And the reasons include OUT-4/row/no-plan
    And the reasons exclude OUT-4/row/one-failed

  Scenario: Two failed domains stop a service before anybody is asked for consent
    Given ccg feedback is fail
    And pricing strategy is absent
    And css consents is unknown
    And bdu consents is unknown
    When the case is decided
    Then two domains failed is yes
    And the outcome is scenario one

  Scenario: Marginal domains are counted
    Given letters of intent is 60%
    And price per head is £13
    When the case is decided
    Then marginal domains is 2
    And the outcome is greater oversight

  Scenario: The published letters run the other way
    When the case is decided
    Then the outcome is scenario A
    And the outcome is not scenario C

  Scenario: A case on every line is on the good side of each
    Given the case file "cases/examples/borderline.json"
    When the case is decided
    Then the outcome is lesser oversight

  Scenario: A half-filled case is not failed
    Given the case file "cases/examples/half-filled.json"
    When the case is decided
    Then the outcome is undecided
    And we should ask for ccg feedback
    And we should ask for css consents

  Scenario: The board decided otherwise
    Given ccg feedback is marginal
    And the decision Q10 was taken by board as scenario A on 14 May 2012
    When the case is decided as of 14 May 2012
    Then customer grade is marginal
    And the reasons include OUT-4/row/one-two-marginal
    And the decision Q10 departs from the policy

  Scenario: The board decided as the policy says
    Given ccg feedback is marginal
    And the decision Q10 was taken by board as scenario B on 14 May 2012
    When the case is decided as of 14 May 2012
    Then the decision Q10 follows the policy

  Scenario Outline: No service with a failed or marginal domain may be set to have lesser oversight
    Given the setting <setting> is lesser oversight
    When the case is decided
    Then the policy finding property-broken is reported

    Examples:
      | setting                            |
      | outcome for one failed domain      |
      | outcome for three marginal domains |
