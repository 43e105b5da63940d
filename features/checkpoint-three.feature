Feature: Is the service recommended for hosting? (Q28)
  Checkpoint three put four tests. How they add up is not known: they are counted here as at checkpoint
  two.

  Background:
    Given the case file "cases/examples/sound.json"
    And outcome published on is 14 May 2012
    And checkpoint three submitted on is 31 August 2012
    And full business plan received is yes
    And financial model received is yes
    And scorecard received is yes
    And site visit made is yes
    And group survey made is yes
    And collaborative membership shown is yes
    And checkpoint three leadership is good
    And checkpoint three customers is good
    And checkpoint three business is good
    And checkpoint three delivery is good

  Scenario Outline: Four tests are counted
    Given checkpoint three leadership is <leadership>
    And checkpoint three customers is <customers>
    And checkpoint three business is <business>
    And checkpoint three delivery is <delivery>
    When the case is decided as of 1 October 2012
    Then failed tests is <failed>
    And marginal tests is <marginal>
    And Q28 is <ruling>
    And the reasons for Q28 include CP3-5/row/<row>

    Examples:
      | leadership | customers | business | delivery | failed | marginal | ruling                          | row      |
      | good       | good      | good     | good     | 0      | 0        | hosted                          | hosted   |
      | marginal   | good      | good     | good     | 0      | 1        | hosted with binding obligations | marginal |
      | good       | marginal  | marginal | good     | 0      | 2        | hosted with binding obligations | marginal |
      | marginal   | marginal  | marginal | marginal | 0      | 4        | hosted with binding obligations | marginal |
      | fail       | good      | good     | good     | 1      | 0        | hosted with binding obligations | one-fail |
      | good       | fail      | good     | marginal | 1      | 1        | hosted with binding obligations | one-fail |
      | good       | good      | fail     | fail     | 2      | 0        | refused                      | refused  |
      | fail       | fail      | fail     | fail     | 4      | 0        | refused                      | refused  |

  Scenario Outline: A critical milestone that was behind brings obligations
    Given milestones:
      | id | domain    | critical   | due date | completed on |
      | m1 | customers | <critical> | <due>    | <completed>  |
    When the case is decided as of 1 October 2012
    Then milestones behind at checkpoint three is <behind>
    And Q28 is <ruling>
    And the reasons for Q28 include CP3-5/row/<row>

    Examples:
      | critical | due            | completed        | behind | ruling                          | row       |
      | yes      | 31 August 2012 |                  | 1      | hosted with binding obligations | milestone |
      | yes      | 31 August 2012 | 3 September 2012 | 1      | hosted with binding obligations | milestone |
      | yes      | 31 August 2012 | 31 August 2012   | 0      | hosted                          | hosted    |
      | yes      | 1 September 2012 |                | 0      | hosted                          | hosted    |
      | no       | 31 August 2012 |                  | 0      | hosted                          | hosted    |

  Scenario: A service from which support is withdrawn later was hosted all the same
    Given the decision Q14 was taken by board as withdraw on 1 May 2013
    When the case is decided as of 1 June 2013
    Then service stops is yes
    And Q28 is hosted

  Scenario: One failed test may refuse hosting, if the board so chooses
    Given checkpoint three delivery is fail
    And the setting hosting with a failed test is refused
    When the case is decided as of 1 October 2012
    Then hosting refused by the count is no
    And Q28 is refused

  Scenario: How many failed tests refuse hosting is a setting
    Given checkpoint three delivery is fail
    And the setting failed tests that refuse hosting is 1
    When the case is decided as of 1 October 2012
    Then hosting refused by the count is yes
    And Q28 is refused

  Scenario: A service that stops is refused
    Given css consents is no
    When the case is decided as of 1 October 2012
    Then Q28 is refused
    And the reasons for Q28 include CP3-5/row/stopped

  Scenario Outline: Without a complete submission nothing is recommended
    Given <item> is no
    When the case is decided as of 1 October 2012
    Then checkpoint three complete is no
    And Q28 is not asked

    Examples:
      | item                           |
      | full business plan received    |
      | financial model received       |
      | scorecard received             |
      | site visit made                |
      | group survey made              |
      | collaborative membership shown |

  Scenario: Before the submission nothing is asked
    Given checkpoint three submitted on is unknown
    When the case is decided as of 1 August 2012
    Then Q28 is not asked

  Scenario: A test that was not graded leaves the question open
    Given checkpoint three leadership is fail
    And checkpoint three customers is fail
    And checkpoint three business is unknown
    When the case is decided as of 1 October 2012
    Then Q28 is undecided

  Scenario: A setting that hosts a service with a failed test without obligations breaks a promise
    Given checkpoint three delivery is fail
    And the setting hosting with a failed test is hosted
    When the case is decided as of 1 October 2012
    Then Q28 is hosted
    And the policy finding property-broken is reported

  Scenario: A service that is refused hosting stops, and has its lines
    Given checkpoint three leadership is fail
    And checkpoint three customers is fail
    And customers:
      | id    | population | supplier named | in house capacity | seeks authorisation | asks to defer |
      | north | 1000000    | no             | no                | yes                 | no            |
    And hosted from is 1 October 2012
    And binding obligations met is yes
    And licence breaches:
      | id | found on | grave | mended on |
    When the case is decided as of 12 October 2012
    Then Q28 is refused
    And hosting refused is yes
    And service stops is yes
    And Q11 is until handover
    And Q14 is not asked
    And Q18 is no
    And Q22 is stay with the PCT cluster
    And Q23 is interim
    And Q24 is condition with support
    And Q29 is ended
    And the reasons for Q29 include LIC-5/row/refused
    And Q31 is higher

  Scenario: What is still incomplete refuses nobody
    Given checkpoint three leadership is fail
    And checkpoint three customers is fail
    And site visit made is no
    When the case is decided as of 12 October 2012
    Then hosting refused is no
    And service stops is no

  Scenario Outline: Beside a milestone that was behind, the outcome and the tests count first
    Given <fact> is <value>
    And milestones:
      | id | domain    | critical | due date       | completed on |
      | m1 | customers | yes      | 31 August 2012 |              |
    When the case is decided as of 1 October 2012
    Then milestones behind at checkpoint three is 1
    And hosting ruling is <ruling>
    And the reasons for Q28 include CP3-5/row/<row>

    Examples:
      | fact                       | value | ruling                          | row       |
      | css consents               | no    | refused                         | stopped   |
      | letters of intent          | 60%   | hosted with binding obligations | milestone |
      | checkpoint three delivery  | fail  | hosted with binding obligations | one-fail  |
      | checkpoint three customers | marginal | hosted with binding obligations | marginal |

  Scenario: Where nothing was submitted nobody was refused
    Given css consents is no
    And checkpoint three submitted on is unknown
    When the case is decided as of 1 October 2012
    Then hosting refused is no

  Scenario Outline: A stopped service with new leaders may bring its new plan to checkpoint three
    Given css consents is no
    And the decision Q19 was taken by board as <remedy> on 1 June 2012
    And leader terms:
      | id    | permanent | started on | bodies led |
      | first | <kind>    | 2012-07-02 | 1          |
    And the setting new plan of a stopped service is <setting>
    And hosted from is <hosted>
    When the case is decided as of 1 October 2012
    Then may come back is <may>
    And nothing to host is <nothing>
    And Q28 is <ruling>
    And came back is <back>
    And service stops is <stops>
    And oversight by review is <oversight>

    Examples:
      | remedy                         | kind | setting                  | hosted         | may | nothing | ruling  | back | stops | oversight      |
      | leaders from a passing service | yes  | goes to checkpoint three | unknown        | yes | no      | hosted  | no   | yes   | until handover |
      | leaders from the pool          | yes  | goes to checkpoint three | 1 October 2012 | no  | no      | hosted  | yes  | no    | greater        |
      | leaders from the pool          | yes  | goes to checkpoint three | 2 October 2012 | yes | no      | hosted  | no   | yes   | until handover |
      | leaders from the pool          | yes  | goes nowhere             | unknown        | no  | yes     | refused | no   | yes   | until handover |
      | leaders from the pool          | no   | goes to checkpoint three | unknown        | no  | yes     | refused | no   | yes   | until handover |
      | takeover                       | yes  | goes to checkpoint three | unknown        | no  | yes     | refused | no   | yes   | until handover |

  Scenario Outline: What was decided of an earlier stop counts no more of one that comes after the service went on
    Given css consents is no
    And the decision Q19 was taken by board as <decided> on <day>
    And leader terms:
      | id    | permanent | started on | bodies led |
      | first | yes       | 2012-07-02 | 1          |
    And the customers:
      | id    | population | supplier named | in house capacity |
      | group | 300000     | no             | no                |
    And leaders on offer is 0
    And pool leaders on offer is 0
    And acquirers on offer is 1
    And bidders on offer is 0
    And groups others can take on is 0
    And hosted from is <hosted>
    And wind down announced on is 1 March 2013
    And pays its way until is 1 March 2014
    When the case is decided as of 1 April 2013
    Then came back is <back>
    And service stops is yes
    And Q22 is <staff>

    Examples:
      | hosted         | decided               | day            | back | staff                     |
      | 1 October 2012 | leaders from the pool | 1 June 2012    | yes  | at risk                   |
      | 1 October 2012 | leaders from the pool | 27 February 2013 | yes | at risk                  |
      | 1 October 2012 | leaders from the pool | 28 February 2013 | yes | stay with the host       |
      | 1 October 2012 | leaders from the pool | 1 March 2013   | yes  | stay with the host        |
      | 1 October 2012 | takeover              | 10 March 2013  | yes  | stay with the host        |
      | unknown        | leaders from the pool | 1 June 2012    | no   | stay with the host        |

  Scenario Outline: A service that stops after checkpoint two has nothing to host, unless it is hosted already
    Given <fact> is <value>
    And last step taken on is <step on>
    And hosted from is <hosted>
    When the case is decided as of 2 November 2012
    Then nothing to host is <nothing>
    And Q28 is <ruling>

    Examples:
      | fact                   | value             | step on           | hosted         | nothing | ruling  |
      | last step taken        | withdraw          | 31 August 2012    | unknown        | yes     | refused |
      | last step taken        | withdraw          | 3 September 2012  | unknown        | no      | hosted  |
      | last step taken        | warning           | 31 August 2012    | unknown        | no      | hosted  |
      | wind down announced on | 24 September 2012 | unknown           | unknown        | yes     | refused |
      | wind down announced on | 24 September 2012 | unknown           | 1 October 2012 | no      | hosted  |
      | service closed on      | 24 September 2012 | unknown           | unknown        | yes     | refused |

  Scenario Outline: What was decided of a stop counts no more once the outcome let the service go on
    Given the decision Q10 was taken by board as scenario one on 14 May 2012
    And the decision Q23 was taken by board as covered on 1 June 2012
    And the decision Q10 was taken by board as <then> on <day>
    And the decision Q10 was taken by board as scenario one on 1 November 2012
    When the case is decided as of 5 November 2012
    Then service stops is yes
    And support found by people is <found>

    Examples:
      | then              | day         | found |
      | scenario one      | 1 October 2012 | yes |
      | greater oversight | 1 October 2012 | no  |
      | greater oversight | 2 June 2012    | no  |
      | greater oversight | 1 June 2012    | no  |
      | greater oversight | 31 May 2012    | no  |

  Scenario Outline: What was decided of a withdrawal lasts as long as that lasts
    Given the decision Q14 was taken by board as withdraw on 1 September 2012
    And the decision Q23 was taken by board as covered on 10 September 2012
    And the decision Q14 was taken by board as <then> on 1 October 2012
    And the decision Q14 was taken by board as withdraw on 1 November 2012
    When the case is decided as of 5 November 2012
    Then service stops is yes
    And support found by people is <found>

    Examples:
      | then     | found |
      | withdraw | yes   |
      | go on    | no    |

  Scenario: What was decided of a closing lasts, whatever else stops the service
    Given on 10 June 2012 the wind down announced on was 10 June 2012
    And the decision Q23 was taken by board as covered on 20 June 2012
    And checkpoint three leadership is fail
    And checkpoint three customers is fail
    When the case is decided as of 12 October 2012
    Then hosting refused is yes
    And support found by people is yes

  Scenario Outline: An outcome decided after hosting began stops a service that came back
    Given css consents is no
    And leader terms:
      | id    | permanent | started on | bodies led |
      | first | yes       | 2012-07-02 | 1          |
    And hosted from is 1 October 2012
    And the decision Q10 was taken by board as scenario one on <day>
    When the case is decided as of 5 November 2012
    Then came back is <back>
    And service stops is <stops>

    Examples:
      | day               | back | stops |
      | 14 May 2012       | yes  | no    |
      | 1 October 2012    | yes  | no    |
      | 2 October 2012    | no   | yes   |
