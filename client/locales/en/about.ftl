# What Kurzum is, and what holds today.
title-about = About · Kurzum
about-title = In short
about-lead = Kurzum plays short clips. What it promises about your data is meant to be checked by others; how far that goes today stands below.
about-promise = What is different here
about-zone = Your account lives in one zone. What is protected about you is stored and worked on there, and nowhere else.
about-keys = A custodian, not the maker of this software, holds the key that opens it. Erase your account, and your key is destroyed.
about-why = Every clip in the feed says why it is there, and lets you change that.
about-limit = No clip is limited without a reason that is written down first.
about-zones = Zones
about-markets = { $count ->
    [one] One country
   *[other] { $count } countries
  }
about-kept-by = Keys with { $custodian }
about-here = You are here
about-open = Open
about-licences = Whose work is in this page, and under which licences
