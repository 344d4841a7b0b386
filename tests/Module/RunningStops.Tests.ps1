# Runs that end early: stopped, paused or cancelled, by this or another process; and runs in the background.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $null = New-Item "$TestDrive/home" -ItemType Directory
    Connect-Marianne "$TestDrive/jobs.db"
    $work = (New-Item "$TestDrive/work" -ItemType Directory).FullName
    Push-Location $work
    $once = @{ retry = @{ max_retries = 0 } }
    $null = Invoke-MarianneJob -Name before -Sheet { 1 } # Created here, it outlives each Describe.

    # Reports that it runs, and runs until it is released.
    $waits = {
        $PID > "$Workspace/running"
        while (-not (Test-Path "$Workspace/released")) { Start-Sleep -Milliseconds 10 }
        'ended' >> "$Workspace/ended"
    }
}

AfterAll {
    Pop-Location
    Exit-TestSession
}

Describe 'Stopping the pipeline' {
    BeforeEach { Remove-Item $work/* -Recurse -Force }

    It 'pauses the job, saves its state and ends its programs' -Skip:(-not $IsLinux) {
        $session = Start-Session "$TestDrive/jobs.db" "Invoke-MarianneJob -Name ctrl-c -Sheet 'true', 'echo `$`$ > running; sleep 600', 'touch after'"
        Wait-Until { Test-Path running } 'the sheet runs'
        $session.Shell.Stop()
        Test-ProcessRunning (Get-Content running) | Should -BeFalse
        $job = Get-MarianneJob -Name ctrl-c
        $job.Status | Should -Be Paused
        $job.Sheets.Status | Should -Be Completed, Pending, Pending
        $job.Sheets[1].AttemptCount | Should -Be 0 -Because 'an interrupted attempt does not count'
        'after' | Should -Not -Exist
        $session.Shell.Dispose()
    }

    It 'ends a script too, and the next run resumes the job' {
        $session = Start-Session "$TestDrive/jobs.db" "Invoke-MarianneJob -Name script -Sheet { 'once' >> counted }, {$waits}"
        Wait-Until { Test-Path running } 'the script runs'
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

    It 'pauses the job, and leaves the store intact' {
        $first = Invoke-MarianneJob -Name first -Sheet $waits -PassThru | Select-Object -First 1
        $first.Kind | Should -Be JobStarted
        (Get-MarianneJob -Name first).Status | Should -Be Paused
        $null = New-Item released
        (Invoke-MarianneJob -Id $first.JobId).Status | Should -Be Completed
        Get-Content ended | Should -Be ended -Because 'the script of the run that was ended has ended too'
    }
}

Describe 'A slow reader that stops reading' -Skip:$IsWindows {
    BeforeEach { Remove-Item $work/* -Recurse -Force }

    It 'does not block the run, even with more events than fit its queue' {
        # The noise starts when the second sheet runs: a full queue also holds up the start of a sheet.
        $noise = 'until [ -e running ]; do sleep 0.01; done; while true; do echo noise; done'
        $session = Start-Session "$TestDrive/jobs.db" "
            Invoke-MarianneJob -Name noisy -Sheet '$noise', 'echo `$`$ > running; sleep 600' -PassThru -Option @{
                parallel = @{ enabled = `$true; max_concurrent = 2; stagger_delay_ms = 0 }
            } | ForEach-Object { while (-not (Test-Path running)) { Start-Sleep -Milliseconds 10 } Start-Sleep 1; `$_ } |
                Select-Object -First 2"
        Wait-Until { $session.Run.IsCompleted } 'it stops after two events'
        (Get-MarianneJob -Name noisy).Status | Should -Be Paused
        $session.Shell.Dispose()
    }
}

Describe 'Another process' {
    BeforeEach { Remove-Item $work/* -Recurse -Force }

    It 'ends a job that runs here: <Verb>-MarianneJob' -ForEach @(
        @{ Verb = 'Suspend'; Status = 'Paused'; Sheet = 'Pending'; Advice = 'To resume it, run Invoke-MarianneJob -Id ''{0}''.' }
        @{ Verb = 'Stop'; Status = 'Cancelled'; Sheet = 'Pending'; Advice = 'To run its score again as a new job, use -Restart.' }
    ) {
        $running = Invoke-MarianneJob -Name "by-$Verb" -Sheet $waits -AsJob
        Wait-Until { Test-Path running } 'the sheet runs'
        pwsh -NoProfile -NonInteractive -Command "
            `$ErrorActionPreference = 'Stop'
            Import-Module '$root/Marianne.psd1'
            Connect-Marianne '$TestDrive/jobs.db'
            Get-MarianneJob -Name by-$Verb | $Verb-MarianneJob -Confirm:`$false"
        $LASTEXITCODE | Should -Be 0
        $running | Wait-Job -Timeout 30 | Should -Not -BeNullOrEmpty -Because 'a runner looks at its job twice a second'
        $running.State | Should -Be Stopped
        $job = Receive-Job $running -WarningVariable warnings -WarningAction Ignore
        $job.Status | Should -Be $Status
        "$warnings" | Should -BeLike "$($job.Id): $Status. $($Advice -f $job.Id)"
        Remove-Job $running
    }

    It 'gets an error that names the runner process when it runs the same job' {
        $running = Invoke-MarianneJob -Name mine -Sheet $waits -AsJob
        Wait-Until { Test-Path running } 'the sheet runs'
        Get-MarianneJob -Name mine | Invoke-MarianneJob -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'JobIsPlayed,*'
        $null = New-Item released
        (Wait-Job $running -Timeout 30).State | Should -Be Completed
        Remove-Job $running
    }
}

Describe 'A long wait' {
    BeforeEach { Remove-Item $work/* -Recurse -Force }

    It 'is a warning' {
        $running = Invoke-MarianneJob -Name limited -Sheet { throw 'HTTP 429, retry after 1200 seconds' } -AsJob
        Wait-Until { $running.Warning.Count } 'the sheet is refused'
        Stop-Job $running
        $null = Receive-Job $running -WarningVariable warnings -WarningAction Ignore
        $warnings[0] | Should -BeLike 'Sheet 1: HTTP 429* (E101: *) Waiting for *.'
        Remove-Job $running
    }
}

Describe 'A process that ends' -Skip:$IsWindows {
    BeforeEach { Remove-Item $work/* -Recurse -Force }

    BeforeAll {
        function Start-Runner([string] $Script) {
            $command = "Import-Module '$root/Marianne.psd1'; Connect-Marianne '$TestDrive/jobs.db'; Set-Location '$work'; $Script"
            $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($command))
            $program, $first = Get-PowerShellCommand
            $arguments = @($first) + '-NoProfile', '-OutputFormat', 'Text', '-EncodedCommand', $encoded | Where-Object { $_ }
            Start-Process $program -ArgumentList $arguments -PassThru -RedirectStandardOutput out.txt
        }
    }

    It 'pauses its job, and leaves no program behind: <Case>' -ForEach @(
        @{ Case = 'asked by a signal'; AsJob = ''; Kill = 'TERM' }
        @{ Case = 'in the background, asked by a signal'; AsJob = '-AsJob; Start-Sleep 60'; Kill = 'TERM' }
        @{ Case = 'in the background, of itself'; AsJob = '-AsJob; while (-not (Test-Path running)) { Start-Sleep -Milliseconds 10 }' }
    ) {
        $process = Start-Runner "`$null = Invoke-MarianneJob -Name '$Case' -Sheet 'echo `$`$ > running; sleep 600' $AsJob"
        Wait-Until { Test-Path running } 'the sheet runs'
        if ($Kill) {
            kill -s $Kill $process.Id
        }

        $process.WaitForExit(30000) | Should -BeTrue
        (Get-MarianneJob -Name $Case).Status | Should -Be Paused
        Test-ProcessRunning (Get-Content running) | Should -BeFalse
    }

    It 'says after Ctrl+C that the job is paused and how to resume it, also while it is <Name>' -Skip:(-not ($IsLinux -and (Get-Command script -ErrorAction Ignore))) -ForEach @(
        @{ Name = 'waiting'; Pipeline = '' }
        @{ Name = 'writing'; Pipeline = '-Event | ForEach-Object { Start-Sleep 600 }' }
    ) {
        $sheets = "'true', 'echo half; echo `$`$ > running; sleep 600'"
        Set-Content session.ps1 "
            `$ProgressPreference = 'SilentlyContinue'
            Import-Module '$root/Marianne.psd1'; Connect-Marianne '$TestDrive/jobs.db'
            Invoke-MarianneJob -Name $Name -Workspace '$work' -Sheet $sheets $Pipeline"
        $start = [Diagnostics.ProcessStartInfo]@{
            FileName = 'script' # It provides a terminal. A shell's background processes ignore Ctrl+C, and these tests may be one.
            Arguments = "-qfec ""env --default-signal=INT $(@(Get-PowerShellCommand) -join ' ') -NoProfile -File session.ps1"" /dev/null"
            WorkingDirectory = $work; RedirectStandardInput = $true; RedirectStandardOutput = $true
        }
        $process = [Diagnostics.Process]::Start($start)
        $output = $process.StandardOutput.ReadToEndAsync()
        Wait-Until { Test-Path running } 'the sheet runs'
        $process.StandardInput.Write("`u{3}")
        $process.StandardInput.Flush()
        $process.WaitForExit(30000) | Should -BeTrue

        $job = Get-MarianneJob -Name $Name
        $job.Status | Should -Be Paused
        $output.Result -replace '\e\[[\d;]*m' -replace '\s+', ' ' |
            Should -BeLike "*The job '$($job.Id)' is paused: 1 of 2 sheets are done. To resume it, run Invoke-MarianneJob -Id '$($job.Id)'.*"
        ($job | Get-MarianneExecution -SheetNumber 2).Output |
            Should -Be "half`n" -Because 'a paused attempt keeps the output it had'
    }

    It 'loses no finished sheet when it is killed' {
        $process = Start-Runner "Invoke-MarianneJob -Name killed -Sheet { 'once' >> counted }, {$waits}"
        Wait-Until { Test-Path running } 'the sheet runs'
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

    It 'returns the job at the end, and with -PassThru the events' {
        $word = 'value'
        $running = Invoke-MarianneJob -Name background -Sheet { if ($using:word -ne 'value') { throw } } -AsJob -PassThru
        $running | Should -BeOfType System.Management.Automation.Job
        $running.Name, $running.PSJobTypeName | Should -Be background, MarianneJob
        $null = Wait-Job $running -Timeout 30
        $running.State, $running.StatusMessage | Should -Be Completed, '1 of 1 sheet'
        $running.JobStateInfo.State, $running.JobStateInfo.Reason | Should -Be Completed, $null
        $running.MarianneJobId | Should -Be (Get-MarianneJob -Name background).Id
        $received = Receive-Job $running
        $received[0].Kind | Should -Be JobStarted
        $received[-1].Status | Should -Be Completed
        Get-Job -Name background | Remove-Job
        Get-Job -Name background -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'fails with the job' {
        $running = Invoke-MarianneJob -Name bad -Sheet { throw 'no' } -Option $once -AsJob
        (Wait-Job $running -Timeout 30).State | Should -Be Failed
        $job = Receive-Job $running -ErrorVariable errors -ErrorAction SilentlyContinue
        $job.Status | Should -Be Failed
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'JobFailed*'
        $running.JobStateInfo.State | Should -Be Failed
        $running.JobStateInfo.Reason.Message | Should -BeLike "The job '$($job.Id)' failed. Sheet 1*no, at line 1 (E009*"
        $running.MarianneJobId | Should -Be $job.Id
        Remove-Job $running
    }

    It 'can be waited for and removed in one go' {
        $session = Start-Session "$TestDrive/jobs.db" "Invoke-MarianneJob -Name removed -Sheet { 1 } -AsJob | Receive-Job -Wait -AutoRemoveJob; Get-Job"
        Wait-Until { $session.Run.IsCompleted } 'the job is removed when it has ended'
        $session.Shell.EndInvoke($session.Run).Status | Should -Be Completed
        $session.Shell.Dispose()
    }

    It 'continues when its session disconnects' {
        $session = Start-Session "$TestDrive/jobs.db" "
            `$running = Invoke-MarianneJob -Name disconnected -Sheet {$waits} -AsJob
            while (-not (Test-Path running)) { Start-Sleep -Milliseconds 10 }
            Disconnect-Marianne
            `$null = New-Item released
            `$running | Receive-Job -Wait -AutoRemoveJob"
        Wait-Until { $session.Run.IsCompleted } 'it has run'
        $session.Shell.EndInvoke($session.Run).Status | Should -Be Completed
        $session.Shell.Streams.Error | Should -BeNullOrEmpty
        $session.Shell.Dispose()
    }

    It 'is Stopped without an error when it is stopped before it has started, and can be disposed twice' {
        $running = Invoke-MarianneJob -Name early -Sheet { Start-Sleep 600 } -AsJob
        Stop-Job $running
        $running.State | Should -Be Stopped
        $running.Error | Should -BeNullOrEmpty
        Remove-Job $running
        { $running.Dispose() } | Should -Not -Throw
    }

    It 'runs a score once, even if it is started twice at the same time' {
        $running = 1..2 | ForEach-Object { Invoke-MarianneJob -Name twice -Sheet $waits -AsJob }
        Wait-Until { $running.State -contains 'Failed' } 'one of them finds that the job runs already'
        $null = New-Item released
        $null = Wait-Job $running -Timeout 30
        ($running | Where-Object State -EQ Failed).Error.FullyQualifiedErrorId | Should -BeLike 'JobIsPlayed*'
        @(Get-MarianneJob -Name twice).Status | Should -Be Completed
        Remove-Job $running
    }

    It 'returns the output of the sheets with -Verbose' {
        $running = Invoke-MarianneJob -Name loud -Sheet { 'a line' } -AsJob -Verbose
        $null = Wait-Job $running -Timeout 30
        "$($running.Verbose)" | Should -BeLike '*Sheet 1: a line*'
        Remove-Job $running
    }

    It 'pauses on Stop-Job and on Remove-Job -Force, several at once' {
        $running = 1..3 | ForEach-Object { Invoke-MarianneJob -Name "many-$_" -Workspace "$work/$_" -Sheet $waits -AsJob }
        Wait-Until { (1..3 | Where-Object { Test-Path "$work/$_/running" }).Count -eq 3 } 'all run'
        Stop-Job $running[0]
        $running[0].State | Should -Be Stopped
        Remove-Job $running[1] -Force
        $null = New-Item "$work/3/released"
        (Wait-Job $running[2] -Timeout 30).State | Should -Be Completed
        1..3 | ForEach-Object { (Get-MarianneJob -Name "many-$_").Status } | Should -Be Paused, Paused, Completed
        $running[0, 2] | Remove-Job
    }
}
