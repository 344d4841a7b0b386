# Jobs that are saved for workers.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $null = New-Item "$TestDrive/home" -ItemType Directory
    Connect-Marianne "$TestDrive/jobs.db"
    Push-Location $TestDrive
    Set-Content nightly.yaml "name: nightly`nworkspace: out`nsheets:`n  - command: echo 1 >> ran.txt`n  - command: echo 2 >> ran.txt"
}

AfterAll {
    Pop-Location
    Exit-TestSession
}

Describe 'Start-MarianneJob' {
    It 'saves a Pending job and runs nothing: by <Name>' -ForEach @(
        @{ Name = 'path'; Start = { Start-MarianneJob ./nightly.yaml } }
        @{ Name = 'file'; Start = { Get-Item nightly.yaml | Start-MarianneJob } }
        @{ Name = 'literal path'; Start = { Start-MarianneJob -LiteralPath nightly.yaml } }
        @{ Name = 'score'; Start = { Import-MarianneScore nightly.yaml | Start-MarianneJob } }
        @{ Name = 'sheets'; Start = { Start-MarianneJob -Name nightly -Sheet 'echo 1', 'echo 2' -Workspace out } }
    ) {
        $job = & $Start
        $job | Should -BeOfType Marianne.Jobs.Job
        $job.Status | Should -Be Pending
        $job.TotalSheets | Should -Be 2
        'out/ran.txt' | Should -Not -Exist
        Get-MarianneExecution $job.Id | Should -BeNullOrEmpty
        (Get-MarianneJob $job.Id).Status | Should -Be Pending
        Remove-MarianneJob $job.Id -Confirm:$false
    }

    It 'has the parameters of Invoke-MarianneJob but those of a run' {
        $own = (Get-Command Start-MarianneJob).Parameters.Keys
        $run = (Get-Command Invoke-MarianneJob).Parameters.Keys | Where-Object { $_ -notin 'AsJob', 'PassThru', 'WhenRunning', 'FromSheet', 'SheetName', 'Only', 'Fork', 'NewId' }
        $own | Where-Object { $_ -notin $run } | Should -BeNullOrEmpty
        $own | Should -Contain Path
    }

    It 'finds the unfinished job of the score, as a run does' {
        $job = Start-MarianneJob nightly.yaml -Tag first
        (Start-MarianneJob nightly.yaml -Tag second).Id | Should -Be $job.Id
        (Get-MarianneJob $job.Id).Tag | Should -Be first, second
        (Start-MarianneJob nightly.yaml -Restart).Id | Should -Not -Be $job.Id
        $done = Invoke-MarianneJob -Id $job.Id
        $done.Status | Should -Be Completed
        Get-Content out/ran.txt | Should -Be 1, 2
        (Start-MarianneJob -Id $job.Id -WarningVariable warnings -WarningAction Ignore).Status | Should -Be Completed
        "$warnings" | Should -BeLike '*is already Completed.'
    }

    It 'starts one job for each run id' {
        $job = Start-MarianneJob nightly.yaml -RunId monday
        (Start-MarianneJob nightly.yaml -RunId monday).Id | Should -Be $job.Id
        (Start-MarianneJob nightly.yaml -RunId tuesday).Id | Should -Not -Be $job.Id
        $job.RunId | Should -Be monday
        { Start-MarianneJob -Id $job.Id -RunId monday -ErrorAction Stop } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }

    It 'makes a paused job Pending' {
        $job = Start-MarianneJob -Name again -Sheet 'echo 1'
        Suspend-MarianneJob $job.Id
        ($job | Start-MarianneJob).Status | Should -Be Pending
    }

    It 'shows the plan with -WhatIf, and saves nothing' {
        $plan = Start-MarianneJob -Name whatif -Sheet 'echo 1' -WhatIf
        $plan | Should -BeOfType Marianne.Running.JobPlan
        Get-MarianneJob -Name 'whatif*' | Should -BeNullOrEmpty
    }

    It 'reports <Id>' -ForEach @(
        @{ Id = 'ScoreNotFound'; Start = { Start-MarianneJob nosuch.yaml } }
        @{ Id = 'ScoreInvalid'; Start = { @{ name = 'bad'; sheets = @() } | Start-MarianneJob } }
        @{ Id = 'JobNotFound'; Start = { Start-MarianneJob -Id nosuch } }
        @{ Id = 'InvalidParameter'; Start = { $here = 1; Start-MarianneJob -Name using -Sheet { $using:here } } }
        @{ Id = 'InvalidParameter'; Start = { Start-MarianneJob nightly.yaml -Store "$TestDrive/folder/" } }
        @{
            Id = 'InvalidTransition'
            Start = { $job = Start-MarianneJob -Name stopped -Sheet 'echo 1'; Stop-MarianneJob $job.Id; $job | Start-MarianneJob }
        }
    ) {
        $ErrorActionPreference = 'Continue' # The build stops at errors.
        & $Start 2>$null | Out-Null
        $Error[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }
}
