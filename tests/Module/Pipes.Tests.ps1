# Every type that a cmdlet writes, piped to every cmdlet that accepts pipeline input: what is bound is the right thing, or nothing.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../Marianne.psd1"

    # What each cmdlet needs besides the pipeline.
    $arguments = @{
        'Add-ExecutionStep' = @{ State = 'next' }
        'Add-LearnedOutcome' = @{ SheetId = '1'; Workspace = '.'; PassThru = $true }
        'Add-LearnedRateLimit' = @{ ErrorCode = 'E101'; Duration = 1; PassThru = $true }
        'Add-LearnedRecovery' = @{ ErrorCode = 'E101'; ActualWait = 1; Recovered = $true; PassThru = $true }
        'Add-MarianneExecution' = @{ SheetNumber = 1; PassThru = $true }
        'Complete-ExecutionHistory' = @{ PassThru = $true }
        'Connect-Marianne' = @{ NoDefault = $true; MustExist = $true }
        'Copy-MarianneJob' = @{ Destination = $null; PassThru = $true }
        'Export-ExecutionHistory' = @{ Path = "$([IO.Path]::GetTempPath())/$(New-Guid).json"; WhatIf = $true }
        'Export-MarianneReport' = @{ Path = "$([IO.Path]::GetTempPath())/$(New-Guid).html"; WhatIf = $true }
        'Invoke-MarianneJob' = @{ WarningAction = 'Ignore' }
        'New-MarianneJob' = @{ TotalSheets = 2 }
        'Remove-MarianneJob' = @{ Confirm = $false }
        'Save-MarianneCheckpoint' = @{ Force = $true }
        'Set-MarianneCircuitBreaker' = @{ State = 'Closed'; PassThru = $true }
        'Set-MarianneSheet' = @{ Number = 1; Status = 'Skipped'; PassThru = $true }
        'Set-WorkspaceCluster' = @{ ClusterId = 'cluster'; PassThru = $true }
        'Stop-MarianneJob' = @{ Confirm = $false; PassThru = $true }
    }
    $cmdlets = foreach ($cmdlet in Get-Command -Module Marianne -CommandType Cmdlet) {
        $takesInput = $cmdlet.Parameters.Values.Attributes.Where{
            $_ -is [Parameter] -and ($_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName)
        }
        if ($takesInput) {
            $with = $arguments[$cmdlet.Name] ?? @{}
            if ($cmdlet.Parameters.ContainsKey('PassThru') -and $cmdlet.Name -ne 'Invoke-MarianneJob') {
                $with.PassThru = $true
            }
            @{ Name = $cmdlet.Name; With = $with }
        }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    $jobId = 'the job'

    # A store with one job, 'the job', whose sheet failed once, and with a circuit breaker.
    function New-Store {
        $store = Connect-Marianne -InMemory -PassThru
        $null = New-TheScore | New-MarianneJob -Id $jobId
        Set-MarianneSheet $jobId 1 InProgress
        Set-MarianneSheet $jobId 1 Failed -ErrorMessage E500 -ErrorCategory transient
        Suspend-MarianneJob $jobId -ErrorAction Ignore
        $null = Add-MarianneExecution $jobId 1 -PassThru
        $null = Set-MarianneCircuitBreaker breaker Closed -Force
        $store
    }

    function New-TheScore {
        @{ name = 'the name'; workspace = "$TestDrive"; sheets = @{ command = 'exit 0' }, @{ command = 'exit 0' } } | Import-MarianneScore
    }

    # One object at least of every type, by its name. None of their other ids and names is that of a job.
    function New-Sample {
        $samples = [ordered]@{}
        $null = New-MarianneScore -Path "$TestDrive/file.yaml" -Name file -Sheet 'exit 0' -Force
        $history = New-SampleHistory
        @(
            New-TheScore
            Get-Item "$TestDrive/file.yaml"
            @{ name = 'invalid'; sheets = @() } | Test-MarianneScore -Detailed
            Invoke-MarianneJob -Id $jobId -WhatIf
            Invoke-MarianneJob -Id $jobId -AsJob
            Invoke-MarianneJob -Id (@{ name = 'events'; sheets = , @{ script = 'Write-MarianneOutput found 1' } } | New-MarianneJob -Id $jobId -Store $other).Id -PassThru -Store $other
            Get-MarianneOutput $jobId -Store $other
            Get-MarianneJob $jobId
            Get-MarianneSheet $jobId
            Get-MarianneExecution $jobId
            Measure-MarianneJob $jobId
            Get-MarianneStore
            $history
            $history | Get-ExecutionStep
            $history | Measure-ExecutionHistory
            Add-LearnedOutcome recorded 1 $TestDrive -PassThru
            Measure-LearnedOutcome
            Add-LearnedRecovery E101 5 $true -PassThru
            Get-LearnedWaitTime E101 -StaticDelay 5
            Get-LearnedWaitTime E101 -StaticDelay 5 -Since '2026-01-05'
            Get-LearnedWaitTime E101 -Curve | Select-Object -First 2
            Get-LearnedExecutionWindow E101
            Add-LearnedRateLimit E101 60 -PassThru
            Set-WorkspaceCluster $TestDrive cluster -PassThru
            Get-MarianneCircuitBreaker
            Get-MarianneWorker -Store $working
        ) | ForEach-Object {
            $samples[$_.GetType().FullName] ??= $_
        }
        $samples
    }

    # The id of the job that an object is or belongs to.
    filter Get-JobId {
        if ($_ -is [Marianne.Jobs.Job]) {
            $_.Id
        } elseif ($_.PSObject.Properties['JobId']) {
            $_.JobId
        }
    }

    $other = Connect-Marianne -InMemory -NoDefault
    $working = Connect-Marianne "$TestDrive/working.db" -NoDefault
    $null = New-MarianneJob -Id claimed -TotalSheets 1 -Store $working | Start-MarianneSheet -Store $working
    $null = New-Store
    $samples = New-Sample 6> $null
    $samples.Keys | Should -Contain Marianne.Jobs.Worker
    Get-Job | Wait-Job | Out-Null
}

AfterAll {
    Get-Job | Remove-Job -Force
    Disconnect-Marianne $working
    Exit-TestSession
}

Describe 'Pipeline input of <Name>' -ForEach $cmdlets {
    It 'is the right thing, or refused' {
        # What the parameter binder or the cmdlet says of an object that it does not take.
        $refusals = @(
            'InputObjectNotBound', 'InputObjectMissingMandatory', 'MissingMandatory', 'ParameterArgument', 'InvalidParameter', 'NotLiveObject'
            @{ 'New-MarianneJob' = 'JobExists'; 'Connect-Marianne' = 'NotAStore'; 'Import-ExecutionHistory' = 'InvalidHistory', 'HistoryNotFound' }[$Name]
        )
        $newJobs = @{ 'New-MarianneJob' = 'the name-*', 'file*', 'breaker-*'; 'Invoke-MarianneJob' = 'file-*'; 'Start-MarianneJob' = 'file-*' }[$Name]

        $wrong = foreach ($type in $samples.Keys) {
            foreach ($copy in $samples[$type], ($samples[$type] | ConvertTo-Deserialized)) {
                $store = New-Store
                $with = $With.Clone()
                if ($with.ContainsKey('Destination')) {
                    $with.Destination = Connect-Marianne -InMemory -NoDefault
                }

                try {
                    $copy | & $Name @with -ErrorAction SilentlyContinue -ErrorVariable failures -OutVariable output 6> $null | Out-Null
                } catch {
                    $failures = $_
                    $output = @()
                }
                $failures | Where-Object FullyQualifiedErrorId -NotMatch "^($($refusals -join '|'))" |
                    ForEach-Object { "$($copy.PSObject.TypeNames[0]): $($_.FullyQualifiedErrorId): $_" }
                $output | Get-JobId | Where-Object { $id = $_; $id -cne $jobId -and -not @($newJobs).Where{ $id -like $_ } } |
                    ForEach-Object { "$($copy.PSObject.TypeNames[0]): the job $_" }
                if ($Name -eq 'Add-LearnedOutcome' -and $output -and -not (Get-LearnedOutcome -JobName $jobId)) {
                    "$($copy.PSObject.TypeNames[0]): an outcome of another job"
                }
                Disconnect-Marianne $store
            }
        }
        $wrong | Should -BeNullOrEmpty
    }
}

Describe 'An object that belongs to a job' {
    BeforeEach {
        $null = New-Store
    }

    It 'runs the job: <_>' -ForEach Job, Sheet, Execution, JobStatistics, JobEvent {
        $type = $_
        $sample = $samples.Values.Where{ $_.GetType().Name -eq $type }[0]
        $job = $sample | Invoke-MarianneJob
        $job.Id | Should -Be $jobId
        $job.Status | Should -Be Completed
    }
}

Describe 'A score that is piped to New-MarianneJob' {
    BeforeEach {
        $null = New-Store
    }

    It 'is kept by the job, which runs by its id' {
        $job = New-TheScore | New-MarianneJob
        $job.Name | Should -Be 'the name'
        $job.TotalSheets | Should -Be 2
        $job.Status | Should -Be Pending
        (Invoke-MarianneJob -Id $job.Id).Status | Should -Be Completed
    }

    It 'can be a hashtable, and can have another name' {
        $job = @{ name = 'table'; description = 'd'; sheets = , @{ command = 'exit 0' } } | New-MarianneJob -Name other
        $job.Name | Should -Be other
        $job.Description | Should -Be d
        ($job | Invoke-MarianneJob).Status | Should -Be Completed
    }

    It 'is resumed when the score is run' {
        $job = New-TheScore | New-MarianneJob -Id mine
        (New-TheScore | Invoke-MarianneJob).Id | Should -Be mine
    }

    It 'is validated' {
        { New-MarianneJob -Score @{ name = 'x' } -ErrorAction Stop } | Should -Throw -ErrorId 'ScoreInvalid,*'
        { New-MarianneJob x -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidParameter,*'
    }
}
