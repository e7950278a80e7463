# Settings.
title-settings = Settings · Kurzum

settings-title = Settings
settings-nav = Parts of the settings
settings-failed = Your settings did not load. Nothing is lost. Try again.
settings-again = Try again
settings-undo = Undo
settings-saved = Saved.
settings-fault = That did not work; nothing was changed. { $detail }
settings-save = Save
settings-signed-out = You are signed out. These settings stay in this browser.
settings-sign-in = Sign in
settings-join = Join

settings-app = App
settings-language = Language of the app
settings-theme = Look
settings-theme-system = Like the device
settings-theme-dark = Dark
settings-theme-light = Light
settings-data = Use less data
settings-data-why = Smaller pictures, and less loads ahead.

settings-profile = Profile
settings-name = Name
settings-name-hint = What people read above your handle. It may be empty.
settings-bio = About you
settings-bio-left = { $left ->
    [one] { $left } character left
   *[other] { $left } characters left
  }
settings-bio-over = { $over ->
    [one] { $over } character too many
   *[other] { $over } characters too many
  }
settings-see-profile = See your profile

settings-feed = Your feed
settings-feed-lede = What For You knows of you, and how to change it.
settings-feed-open = See your feed

settings-keeper = Your data
settings-keeper-market = You live in { $country }.
settings-keeper-since = Here since { $when }.
settings-privacy-lede = What is stored about you, your archive, and the way out.
settings-privacy-open = See your data

settings-access = Access
settings-email = E-mail
settings-email-hint = Only to get back in. Sealed, never shown.
settings-email-wrong = An e-mail address looks like anna@example.org.
settings-email-removed = E-mail removed.
settings-email-remove = Remove
settings-password = Password
settings-password-old = Your password now
settings-password-new = New password
settings-password-old-empty = Enter the password you have now.
settings-password-old-wrong = This is not your password. Nothing was changed.
settings-password-same = This is the password you have. Choose another one.
settings-password-change = Change password
settings-password-changed = Password changed. Every other device was signed out.
settings-sessions = Signed in on
settings-session-here = This device
settings-session-other = Another device
settings-session-since = Since { $when }
settings-sign-out = Sign out
settings-sign-out-lede = Ends the session on this device.
settings-sign-out-all = Sign out everywhere
settings-sign-out-all-why = On this device too.
settings-signed-out-now = You are signed out.

settings-people = People
settings-blocked = Blocked
settings-blocked-none = Nobody is blocked.
settings-muted = Muted
settings-muted-none = Nobody is muted.
settings-unblock = Stop blocking
settings-unblock-who = Stop blocking { $handle }
settings-unmute = Stop muting
settings-unmute-who = Stop muting { $handle }
settings-unblocked = { $handle } is no longer blocked.
settings-unmuted = { $handle } is no longer muted.
settings-blocked-again = { $handle } is blocked again.
settings-muted-again = { $handle } is muted again.
settings-more = Show more
settings-list-failed = This list did not load. Try again.

settings-clips = Kept clips

settings-leave = Leave
settings-delete = Delete account
settings-delete-lede = Ends everything you have here.
settings-your-language = Your language
settings-your-language-hint = For the clips you see first.
settings-session-program = A program
settings-session-end = Sign out
settings-session-end-which = Sign out the device from { $when }
settings-session-ended = That device is signed out.
settings-email-saved = E-mail saved.
settings-profile-saved = Profile saved.
settings-bio-lines = At most five lines.
settings-name-over = { $over ->
    [one] { $over } character too many
   *[other] { $over } characters too many
  }
