# Sign-up, sign-in, sign-out.
title-join = Join · Kurzum
title-signin = Sign in · Kurzum

join-title = Join
join-country-title = Where do you live?
join-country-why = It decides who keeps your data, and under which law.
join-country-label = Country
join-country-search = Search { $count } countries
join-country-guess = By your clock: { $country }. Nothing was sent.
join-country-none = No country is called “{ $typed }”. Try its English name or its two letters.
join-country-found = { $count ->
    [one] { $count } country
   *[other] { $count } countries
  }
join-country-missing = Choose the country where you live.
join-country-failed = The list of countries did not load. Nothing is lost. Try again.
join-keeper = Your data will be kept in zone { $zone } by { $custodian }, and nowhere else.
join-keeper-here = You are at the right address.
join-keeper-elsewhere = Accounts for { $country } are made at { $host }. We take you there before you type anything.
join-continue = Continue
join-continue-there = Continue at { $host }
join-change-country = Change
join-lives-in = Country: { $country }

join-you-title = Who are you here?
join-handle-label = Handle
join-handle-hint = Your name in links: { $host }/@{ $handle }
join-handle-example = anna
join-handle-empty = Choose a handle.
join-handle-short = A handle has at least { $min } characters.
join-handle-long = A handle has at most { $max } characters.
join-handle-characters = Only letters a to z, digits, dot and underscore.
join-handle-dots = Dots go between letters, one at a time.
join-handle-letter = A handle has at least one letter.
join-handle-taken = Somebody has this handle. Try another one; the rest of the form stays as it is.
join-handle-refused = This handle cannot be used. Try another one.
join-password-label = Password
join-password-hint = At least { $min } characters. A few words are easier to keep than one odd one.
join-password-empty = Choose a password.
join-password-short = { $missing ->
    [one] One more character.
   *[other] { $missing } more characters.
  }
join-password-long = A password has at most { $max } characters.
join-password-weak = This password is too easily guessed. Choose another one.
join-password-enough = Long enough.
join-password-show = Show
join-password-hide = Hide
join-password-show-long = Show the password
join-password-hide-long = Hide the password
join-language-label = Language
join-language-hint = For the app, and for the clips you see first.
join-birth-label = Birth date
join-birth-hint = To follow the rules for your age. Nobody else sees it.
join-birth-day = Day
join-birth-month = Month
join-birth-year = Year
join-birth-empty = Enter your birth date.
join-birth-no_date = This is no date of the calendar. Check day, month and year.
join-birth-future = This day has not come yet. Check the year.
join-birth-too_young = You can join when you are { $age }. You can watch without an account until then, and we keep nothing of what you typed.
join-email-label = E-mail
join-email-optional = optional
join-email-hint = Only to get back in if you lose your password. Sealed, never shown, never used to find you.
join-email-wrong = An e-mail address looks like anna@example.org.
join-submit = Create account
join-busy = Creating your account
join-have-account = Already here?
join-elsewhere = This country’s data is kept at { $host }. Nothing was saved here. Continue there.
join-other-fault = Your account was not made, and what you typed is still here. { $detail }
join-step = Step { $step } of { $steps }
join-welcome = Welcome, { $handle }.

signin-title = Sign in
signin-lede = In zone { $zone }, kept by { $custodian }.
signin-handle-label = Handle
signin-handle-hint = From another zone? Add it: anna@us
signin-handle-empty = Enter your handle.
signin-zone-unknown = There is no zone “{ $zone }”. Zones here: { $zones }.
signin-zone-elsewhere = { $handle } signs in at { $host }. We take you there; your password stays with you until then.
signin-zone-go = Continue at { $host }
signin-password-label = Password
signin-password-empty = Enter your password.
signin-submit = Sign in
signin-busy = Signing in
signin-wrong = Handle or password is not right. Nothing was changed.
signin-too-many = Too many tries. Your account is safe. Try again in { $wait }.
signin-other-fault = You are not signed in. { $detail }
signin-new = New here?
signin-join = Create an account
signin-needed = Sign in first. Then you go on where you were.
signin-already = You are signed in as { $handle }.
signin-go-on = Go on

account-wait-seconds = { $count ->
    [one] one second
   *[other] { $count } seconds
  }
account-wait-minutes = { $count ->
    [one] one minute
   *[other] { $count } minutes
  }
account-wait-hours = { $count ->
    [one] one hour
   *[other] { $count } hours
  }
account-again = Try again
