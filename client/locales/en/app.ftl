# The frame around every page, and words that several pages share.
skip-to-main = Skip to the page
nav-label = Main
nav-home = Feed
nav-foryou = For you
nav-following = Following
nav-friends = Friends
nav-upload = Upload
nav-profile = Profile
nav-signin = Sign in
nav-settings = Settings
nav-about = About Kurzum

title-feed = Kurzum
title-following = Following · Kurzum
title-friends = Friends · Kurzum
title-clip = Clip · Kurzum

close = Close
undo = Undo
back = Back
try-again = Try again
still-loading = Still loading. The network is slow.
to-the-feed = To the feed
sign-in = Sign in
join = Create an account

not-found-title = There is nothing here
not-found-text = The link may be old, or the page was taken away by its owner.
page-failed-title = This page did not load
page-failed-text = Nothing you did is lost. Check the network, then try again.

# Problems, by the server's code. Each says what happened, what is safe, what to do.
problem-offline = You are offline. What you did here is kept and sent later.
problem-unreachable = The server cannot be reached. Nothing was changed; try again in a moment.
problem-unreadable = The server's answer was damaged on the way. Try again.
problem-unavailable = The server has a problem. Nothing was changed; try again in a moment.
problem-signed_out = You are signed out. Sign in and try again.
problem-forbidden = This is not yours to change.
problem-not_found = This no longer exists.
problem-rate_limited = That was a lot in a short time. Wait a moment, then try again.
problem-bad_input = Something in what was sent is not right. Check it and try again.
problem-not_built = This part of Kurzum is not built yet.
problem-wrong_zone = This account lives in another zone. Nothing was sent.
problem-custodian_unavailable = The custodian of your zone's keys cannot be reached, so private data stays locked. Try again in a moment.
problem-account_leaving = Your account is leaving, so nothing can be changed. Keep it first: the button is at the top of the page.
problem-conflict = This has changed in the meantime. Reload and try again.
problem-other = That did not work. Nothing was changed; try again in a moment.
# Below a problem: what the operator can look it up by.
reference = Reference: { $id }

# The seal: always true.
seal-label = Where your data is
seal-title = Where your data is
seal-zone = Zone { $zone }
