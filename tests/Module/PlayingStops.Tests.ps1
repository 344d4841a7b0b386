# Playing that ends early: stopped, paused or cancelled, here or from another process; and playing in the background.

BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $ownHome = $env:MARIANNE_HOME
    Import-Module "$root/Marianne.psd1"
    $env:MARIANNE_HOME = "$TestDrive/home"
    $null = New-Item "$TestDrive/home" -ItemType Directory
    Connect-Marianne "$TestDrive/jobs.db"
    $work = (New-Item "$TestDrive/work" -ItemType Directory).FullName
    Push-Location $work
    $once = @{ retry = @{ max_retries = 0 } }
    $null = Invoke-MarianneJob -Name before -Sheet { 1 } # What is made here outlives each Describe.

    # Says that it runs, and runs until somebody lets it go.
    $waits = {
        $PID > "$Workspace/running"
        while (-not (Test-Path "$Workspace/released")) { Start-Sleep -Milliseconds 10 }
        'ended' >> "$Workspace/ended"
    }

    function Wait-Until([scriptblock] $Condition, [string] $Because) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        while (-not (& $Condition)) {
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 60 -Because $Because
            Start-Sleep -Milliseconds 20
        }
    }

    # Plays in a session of its own.
    function Start-Playing([string] $Script) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("
            Import-Module '$root/Marianne.psd1'
            Connect-Marianne '$TestDrive/jobs.db'
            Set-Location '$work'
            $Script")
        @{ Shell = $shell; Playing = $shell.BeginInvoke() }
    }
}

AfterAll {
    Pop-Location
    Disconnect-Marianne
    $env:MARIANNE_HOME = $ownHome
}

Describe 'Stopping the pipeline' {
    BeforeEach { Remove-Item $work/* -Recurse -Force }

    It 'pauses the job, with its state saved and its programs gone' -Skip:(-not $IsLinux) {
        $session = Start-Playing "Invoke-MarianneJob -Name ctrl-c -Sheet 'true', 'echo `$`$ > running; sleep 600', 'touch after'"
        Wait-Until { Test-Path running } 'the sheet is played'
        $session.Shell.Stop()
        (Get-Process -Id (Get-Content running) -ErrorAction Ignore).CommandLine | Should -BeNullOrEmpty
        $job = Get-MarianneJob -Name ctrl-c
        $job.Status | Should -Be Paused
        $job.Sheets.Status | Should -Be Completed, Pending, Pending
        $job.Sheets[1].AttemptCount | Should -Be 0 -Because 'an attempt that was cut short does not count'
        'after' | Should -Not -Exist
        $session.Shell.Dispose()
    }

    It 'ends a script too, and the next run goes on' {
        $session = Start-Playing "Invoke-MarianneJob -Name script -Sheet { 'once' >> counted }, {$waits}"
        Wait-Until { Test-Path running } 'the script is played'
        $session.Shell.Stop()
        $session.Shell.Dispose()
        (Get-MarianneJob -Name script).Status | Should -Be Paused
        $null = New-Item released
        $job = Get-MarianneJob -Name script | Invoke-MarianneJob
        $job.Status | Should -Be Completed
        Get-Content counted | Should -Be once
    }
}

Describe 'Select-Object -First' {
    BeforeEach { Remove-Item $work/* -Recurse -Force }

    It 'pauses the job, and leaves the store whole' {
        $first = Invoke-MarianneJob -Name first -Sheet $waits -PassThru | Select-Object -First 1
        $first.Kind | Should -Be JobStarted
        (Get-MarianneJob -Name first).Status | Should -Be Paused
        $null = New-Item released
        (Invoke-MarianneJob -Id $first.JobId).Status | Should -Be Completed
        Get-Content ended | Should -Be ended -Because 'the script of the run that was ended has ended too'
    }
}

Describe 'A slow reader that goes' -Skip:$IsWindows {
    BeforeEach { Remove-Item $work/* -Recurse -Force }

    It 'leaves nobody waiting for it, though more was told than it could take' {
        $session = Start-Playing "
            Invoke-MarianneJob -Name noisy -Sheet 'while true; do echo noise; done', 'echo `$`$ > running; sleep 600' -PassThru -Option @{
                parallel = @{ enabled = `$true; max_concurrent = 2; stagger_delay_ms = 0 }
            } | ForEach-Object { while (-not (Test-Path running)) { Start-Sleep -Milliseconds 10 } Start-Sleep 1; `$_ } |
                Select-Object -First 2"
        Wait-Until { $session.Playing.IsCompleted } 'it goes after two events'
        (Get-MarianneJob -Name noisy).Status | Should -Be Paused
        $session.Shell.Dispose()
    }
}

Describe 'Another process' {
    BeforeEach { Remove-Item $work/* -Recurse -Force }

    It '<Verb>s what is played here' -ForEach @(
        @{ Verb = 'Suspend'; Status = 'Paused'; Sheet = 'Pending' }
        @{ Verb = 'Stop'; Status = 'Cancelled'; Sheet = 'Pending' }
    ) {
        $playing = Invoke-MarianneJob -Name "by-$Verb" -Sheet $waits -AsJob
        Wait-Until { Test-Path running } 'the sheet is played'
        pwsh -NoProfile -NonInteractive -Command "
            `$ErrorActionPreference = 'Stop'
            Import-Module '$root/Marianne.psd1'
            Connect-Marianne '$TestDrive/jobs.db'
            Get-MarianneJob -Name by-$Verb | $Verb-MarianneJob"
        $LASTEXITCODE | Should -Be 0
        $playing | Wait-Job -Timeout 30 | Should -Not -BeNullOrEmpty -Because 'a runner looks at its job twice a second'
        $playing.State | Should -Be Stopped
        $job = Receive-Job $playing -WarningVariable warnings -WarningAction Ignore
        $job.Status | Should -Be $Status
        "$warnings" | Should -BeLike "*$Status.*"
        Remove-Job $playing
    }

    It 'is told who plays, when it wants to play the same' {
        $playing = Invoke-MarianneJob -Name mine -Sheet $waits -AsJob
        Wait-Until { Test-Path running } 'the sheet is played'
        Get-MarianneJob -Name mine | Invoke-MarianneJob -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'JobIsPlayed,*'
        $null = New-Item released
        (Wait-Job $playing -Timeout 30).State | Should -Be Completed
        Remove-Job $playing
    }
}

Describe 'A long wait' {
    BeforeEach { Remove-Item $work/* -Recurse -Force }

    It 'is a warning, so that nobody wonders why nothing happens' {
        $playing = Invoke-MarianneJob -Name limited -Sheet { throw 'HTTP 429, retry after 1200 seconds' } -AsJob
        Wait-Until { $playing.Warning.Count } 'the sheet is refused'
        Stop-Job $playing
        $null = Receive-Job $playing -WarningVariable warnings -WarningAction Ignore
        $warnings[0] | Should -BeLike 'Sheet 1: E101: *It waits for 20 min 00 s.'
        Remove-Job $playing
    }
}

Describe 'A process that ends' -Skip:$IsWindows {
    BeforeEach { Remove-Item $work/* -Recurse -Force }

    BeforeAll {
        function Start-PlayingElsewhere([string] $Script) {
            $play = "Import-Module '$root/Marianne.psd1'; Connect-Marianne '$TestDrive/jobs.db'; Set-Location '$work'; $Script"
            $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($play))
            Start-Process pwsh -ArgumentList '-NoProfile', '-EncodedCommand', $encoded -PassThru -RedirectStandardOutput out.txt
        }
    }

    It 'pauses what it plays, and leaves no program behind: <Case>' -ForEach @(
        @{ Case = 'asked by a signal'; AsJob = ''; Kill = 'TERM' }
        @{ Case = 'in the background, asked by a signal'; AsJob = '-AsJob; Start-Sleep 60'; Kill = 'TERM' }
        @{ Case = 'in the background, of itself'; AsJob = '-AsJob; while (-not (Test-Path running)) { Start-Sleep -Milliseconds 10 }' }
    ) {
        $process = Start-PlayingElsewhere "`$null = Invoke-MarianneJob -Name '$Case' -Sheet 'echo `$`$ > running; sleep 600' $AsJob"
        Wait-Until { Test-Path running } 'the sheet is played'
        if ($Kill) {
            kill -s $Kill $process.Id
        }

        $process.WaitForExit(30000) | Should -BeTrue
        (Get-MarianneJob -Name $Case).Status | Should -Be Paused
        (Get-Process -Id (Get-Content running) -ErrorAction Ignore).CommandLine | Should -BeNullOrEmpty
    }

    It 'loses no finished sheet when it is killed' {
        $process = Start-PlayingElsewhere "Invoke-MarianneJob -Name killed -Sheet { 'once' >> counted }, {$waits}"
        Wait-Until { Test-Path running } 'the sheet is played'
        $process.Kill()
        $process.WaitForExit()
        (Get-MarianneJob -Name killed).IsZombie | Should -BeTrue
        $null = New-Item released
        $job = Get-MarianneJob -Name killed | Invoke-MarianneJob -WarningVariable warnings -WarningAction Ignore
        $job.Status | Should -Be Completed
        Get-Content counted | Should -Be once
        "$warnings" | Should -BeLike '*was recovered*'
    }
}

Describe '-AsJob' {
    BeforeEach { Remove-Item $work/* -Recurse -Force }

    It 'gives the job in the end, and with -PassThru the events' {
        $word = 'value'
        $playing = Invoke-MarianneJob -Name background -Sheet { if ($using:word -ne 'value') { throw } } -AsJob -PassThru
        $playing | Should -BeOfType System.Management.Automation.Job
        $playing.Name, $playing.PSJobTypeName | Should -Be background, MarianneJob
        $null = Wait-Job $playing -Timeout 30
        $playing.State, $playing.StatusMessage | Should -Be Completed, '1 of 1 sheets'
        $received = Receive-Job $playing
        $received[0].Kind | Should -Be JobStarted
        $received[-1].Status | Should -Be Completed
        Get-Job -Name background | Remove-Job
        Get-Job -Name background -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'fails with the job' {
        $playing = Invoke-MarianneJob -Name bad -Sheet { throw 'no' } -Option $once -AsJob
        (Wait-Job $playing -Timeout 30).State | Should -Be Failed
        $job = Receive-Job $playing -ErrorVariable errors -ErrorAction SilentlyContinue
        $job.Status | Should -Be Failed
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'JobFailed*'
        Remove-Job $playing
    }

    It 'can be waited for and removed in one go' {
        $session = Start-Playing "Invoke-MarianneJob -Name removed -Sheet 'true' -AsJob | Receive-Job -Wait -AutoRemoveJob; Get-Job"
        Wait-Until { $session.Playing.IsCompleted } 'who ends may be removed by who waits for it'
        $session.Shell.EndInvoke($session.Playing).Status | Should -Be Completed
        $session.Shell.Dispose()
    }

    It 'is Stopped without an error when it is stopped before it has begun, and can be disposed of twice' {
        $playing = Invoke-MarianneJob -Name early -Sheet 'sleep 600' -AsJob
        Stop-Job $playing
        $playing.State | Should -Be Stopped
        $playing.Error | Should -BeNullOrEmpty
        Remove-Job $playing
        { $playing.Dispose() } | Should -Not -Throw
    }

    It 'plays a score once, though it is begun twice at once' {
        $playing = 1..2 | ForEach-Object { Invoke-MarianneJob -Name twice -Sheet $waits -AsJob }
        Wait-Until { $playing.State -contains 'Failed' } 'one of them finds that it is played'
        $null = New-Item released
        $null = Wait-Job $playing -Timeout 30
        ($playing | Where-Object State -EQ Failed).Error.FullyQualifiedErrorId | Should -BeLike 'JobIsPlayed*'
        @(Get-MarianneJob -Name twice).Status | Should -Be Completed
        Remove-Job $playing
    }

    It 'gives what the sheets write, with -Verbose' {
        $playing = Invoke-MarianneJob -Name loud -Sheet { 'a line' } -AsJob -Verbose
        $null = Wait-Job $playing -Timeout 30
        "$($playing.Verbose)" | Should -BeLike '*Sheet 1: a line*'
        Remove-Job $playing
    }

    It 'pauses on Stop-Job and on Remove-Job -Force, several at once' {
        $playing = 1..3 | ForEach-Object { Invoke-MarianneJob -Name "many-$_" -Workspace "$work/$_" -Sheet $waits -AsJob }
        Wait-Until { (1..3 | Where-Object { Test-Path "$work/$_/running" }).Count -eq 3 } 'all are played'
        Stop-Job $playing[0]
        $playing[0].State | Should -Be Stopped
        Remove-Job $playing[1] -Force
        $null = New-Item "$work/3/released"
        (Wait-Job $playing[2] -Timeout 30).State | Should -Be Completed
        1..3 | ForEach-Object { (Get-MarianneJob -Name "many-$_").Status } | Should -Be Paused, Paused, Completed
        $playing[0, 2] | Remove-Job
    }
}
