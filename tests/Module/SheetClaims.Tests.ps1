# Sessions that mark sheets claim the job, so that two of them do not work on one sheet.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    Import-Module "$root/Marianne.psd1"
    $store = Connect-Marianne "$TestDrive/state.db"

    # Runs a script in another process that is connected to the same store, and returns its output.
    function Invoke-OtherSession([string] $Script) {
        pwsh -NoProfile -NonInteractive -Command @"
            `$PSStyle.OutputRendering = 'PlainText'
            Import-Module '$root/Marianne.psd1'
            `$null = Connect-Marianne '$TestDrive/state.db'
            try { $Script } catch { `$_.FullyQualifiedErrorId }
"@
    }
}

AfterAll {
    Disconnect-Marianne
    Exit-TestSession
}

Describe 'Start-MarianneSheet' {
    It 'starts the sheets of a job one after the other, and writes no object when none is left' {
        $null = New-MarianneJob -Id loop -TotalSheets 3
        $numbers = while ($sheet = Start-MarianneSheet loop) {
            $sheet | Should -BeOfType Marianne.Jobs.Sheet
            $sheet.Status | Should -Be InProgress
            $sheet.Number
            $sheet | Set-MarianneSheet -Status Completed
        }

        $numbers | Should -Be 1, 2, 3
        (Get-MarianneJob loop).Status | Should -Be Completed
        Start-MarianneSheet loop | Should -BeNullOrEmpty
    }

    It 'starts a given sheet, also of a job from the pipeline' {
        $job = New-MarianneJob -Id given -TotalSheets 3
        ($job | Start-MarianneSheet -Number 3).Number | Should -Be 3
        Start-MarianneSheet given 9 -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'SheetOutOfRange,*'
        Start-MarianneSheet absent -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
    }

    It 'starts no sheet with -WhatIf' {
        $null = New-MarianneJob -Id whatif -TotalSheets 1
        Start-MarianneSheet whatif -WhatIf | Should -BeNullOrEmpty
        (Get-MarianneSheet whatif).Status | Should -Be Pending
    }

    It 'completes the numbers of sheets' {
        $null = New-MarianneJob -Id complete -TotalSheets 2
        $line = 'Start-MarianneSheet complete -Number '
        (Get-Completion $line).CompletionText | Should -Be 1, 2
    }
}

Describe 'The claim of a session' {
    It 'keeps other processes from starting a sheet of the job until the sheet has ended' {
        $null = New-MarianneJob -Id shared -TotalSheets 3
        $null = Start-MarianneSheet shared
        Invoke-OtherSession '$ErrorActionPreference = "Stop"; Start-MarianneSheet shared' | Should -BeLike 'JobIsPlayed,*'
        Invoke-OtherSession 'Set-MarianneSheet shared 2 InProgress -ErrorAction Stop' | Should -BeLike 'JobIsPlayed,*'
        (Get-MarianneSheet shared -Number 1).AttemptCount | Should -Be 1
        Set-MarianneSheet shared 1 Completed
        Invoke-OtherSession '(Start-MarianneSheet shared).Number' | Should -Be 2
    }

    It 'ends with its process' {
        $null = New-MarianneJob -Id ended -TotalSheets 1
        Invoke-OtherSession '(Start-MarianneSheet ended).AttemptCount' | Should -Be 1
        (Get-MarianneJob ended).IsZombie | Should -BeTrue
        (Start-MarianneSheet ended -WarningVariable warning -WarningAction SilentlyContinue).AttemptCount | Should -Be 2
        $warning | Should -BeLike '*was recovered*'
    }

    It 'ends with Disconnect-Marianne' {
        $null = New-MarianneJob -Id left -TotalSheets 1
        $null = Start-MarianneSheet left
        Disconnect-Marianne
        Invoke-OtherSession '(Start-MarianneSheet left).AttemptCount' | Should -Be 2
        $null = Connect-Marianne "$TestDrive/state.db"
    }

    It 'lets others suspend the job, skip its sheets and record how they ended' {
        $null = New-MarianneJob -Id operated -TotalSheets 2
        $null = Start-MarianneSheet operated
        Invoke-OtherSession 'Set-MarianneSheet operated 2 Skipped; Set-MarianneSheet operated 1 Failed; Suspend-MarianneJob operated'
        (Get-MarianneSheet operated).Status | Should -Be Failed, Skipped
        (Get-MarianneJob operated).Status | Should -Be Paused
    }
}
