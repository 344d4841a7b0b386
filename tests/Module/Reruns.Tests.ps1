# Sheets of a job that run again.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $null = New-Item "$TestDrive/home" -ItemType Directory
    Connect-Marianne "$TestDrive/jobs.db"
    Push-Location $TestDrive
    $sheets = @(
        @{ name = 'find'; script = '"found"' }
        @{ name = 'review'; script = '"reviewed"'; needs = @('find') }
        @{ name = 'lint'; script = 'if (-not (Test-Path clean)) { throw "dirty" }'; allow_failure = $true }
        @{ name = 'report'; script = '"written"'; needs = @('review') }
    )
    $job = Invoke-MarianneJob -Name graph -Sheet $sheets -Option @{ retry = @{ max_retries = 0 } }
}

AfterAll {
    Pop-Location
    Exit-TestSession
}

Describe 'Invoke-MarianneJob -FromSheet, -SheetName and -Only' {
    It 'lists every sheet that would run, and why, and changes nothing' {
        $plan = Invoke-MarianneJob -Id $job.Id -FromSheet review -WhatIf
        $plan.Sheets | Where-Object Action -NE Done | ForEach-Object { "$($_.Number): $($_.Reason)" } |
            Should -Be '2: chosen', "4: depends on 2 'review'"
        $plan.Sheets.Where({ $_.Number -eq 4 }).Reasons | Should -Be DependsOn
        (Get-MarianneJob $job.Id).Status | Should -Be Completed
        $text = $plan | Out-String -Width 80
        $text | Should -Match "(?m)^ +4 report +script +run +depends on 2 'review'"
        ($text -split '\r?\n').Where({ $_.Length -gt 80 }) | Should -BeNullOrEmpty
    }

    It 'runs the sheets in the same job, and counts the run' {
        $again = $job | Invoke-MarianneJob -SheetName REVIEW
        $again.Id | Should -Be $job.Id
        $again.Status | Should -Be Completed
        $attempts = Get-MarianneExecution $job.Id | Select-Object -First 2
        $attempts.SheetNumber | Should -Be 4, 2
        $attempts.Run | Should -Be 2, 2
        (Get-MarianneExecution $job.Id 1).Run | Should -Be 1
    }

    It 'runs only failed sheets' {
        $null = New-Item clean
        (Get-MarianneJob $job.Id).Sheets[2].Status | Should -Be Failed
        $again = Invoke-MarianneJob -Id $job.Id -Only Failed
        $again.Sheets[2].Status | Should -Be Completed
        (Get-MarianneExecution $job.Id 3).Run | Should -Be 3, 1
        Invoke-MarianneJob -Id $job.Id -Only Failed -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike '*is already Completed*'
    }

    It 'completes the names of sheets' {
        $line = "Invoke-MarianneJob -Id $($job.Id) -FromSheet re"
        (Get-Completion $line).CompletionText | Should -Be review, report
    }

    It 'refuses <Name> in words' -ForEach @(
        @{ Name = 'a sheet that does not exist'; With = @{ FromSheet = 'reviw' }; Id = 'SheetOutOfRange'; Text = "*Did you mean 'review'?*" }
        @{ Name = 'a number beyond the last'; With = @{ SheetName = '9' }; Id = 'SheetOutOfRange'; Text = '*has no sheet 9*' }
        @{ Name = 'a new job'; With = @{ SheetName = '2'; Restart = $true }; Id = 'InvalidParameter'; Text = '*-Restart creates a new job*' }
    ) {
        Invoke-MarianneJob -Id $job.Id @With -ErrorAction SilentlyContinue -ErrorVariable errors
        $errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$($errors[0])" | Should -BeLike $Text
    }
}

Describe 'Invoke-MarianneJob -Fork and -RunId' {
    It 'runs the chosen sheets in a new job, and links both ways' {
        $fork = Invoke-MarianneJob -Id $job.Id -FromSheet report -Fork -NewId forked
        $fork.Id | Should -Be forked
        $fork.ForkedFrom | Should -Be $job.Id
        (Get-MarianneExecution forked 4).Count | Should -Be 1
        (Get-MarianneJob -ForkedFrom $job.Id).Id | Should -Be forked
        $fork | Format-List | Out-String | Should -Match "ForkedFrom +: $([regex]::Escape($job.Id))"
    }

    It 'has one job for each run id' {
        $first = Invoke-MarianneJob -Name daily -Sheet { 'done' } -RunId 2026-11-25
        $second = Invoke-MarianneJob -Name daily -Sheet { 'done' } -RunId 2026-11-25 -WarningAction SilentlyContinue
        $third = Invoke-MarianneJob -Name daily -Sheet { 'done' } -RunId 2026-11-26
        $second.Id | Should -Be $first.Id
        $third.Id | Should -Not -Be $first.Id
        $first.RunId | Should -Be 2026-11-25
    }

    It 'refuses <Name> in words' -ForEach @(
        @{ Name = 'an id without a fork'; With = @{ NewId = 'x' }; Id = 'InvalidParameter' }
        @{ Name = 'an id that is in use'; With = @{ NewId = 'forked'; Fork = $true; FromSheet = 'report' }; Id = 'JobExists' }
        @{ Name = 'a fork of nothing'; With = @{ Fork = $true }; Id = 'InvalidParameter' }
    ) {
        Invoke-MarianneJob -Id $job.Id @With -ErrorAction SilentlyContinue -ErrorVariable errors
        $errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Invoke-MarianneJob -Id $job.Id @With -WhatIf -ErrorAction SilentlyContinue -ErrorVariable errors
        $errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }
}
