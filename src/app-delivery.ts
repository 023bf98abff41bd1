/** Puts the delivery of messages together: providers, outbox, dispatcher, reports, limits, alarms, health. */
import type { ProviderSettings } from './contract/providers.ts'
import { alarmService } from './core/delivery/alarms.ts'
import { attemptLog } from './core/delivery/attempt-log.ts'
import { balances } from './core/delivery/balances.ts'
import { dispatcher } from './core/delivery/dispatcher.ts'
import type { Gateway, OutgoingMessage } from './core/delivery/gateway.ts'
import { deliveryHealth } from './core/delivery/health.ts'
import { type OutboxRow, outboxOf } from './core/delivery/outbox.ts'
import { type FixedProvider, providerDirectory } from './core/delivery/provider-directory.ts'
import { providerService } from './core/delivery/provider-service.ts'
import { providerStore } from './core/delivery/provider-store.ts'
import { reportPoller } from './core/delivery/report-poller.ts'
import type { SecretStore } from './core/delivery/secret-store.ts'
import { sendLimits } from './core/delivery/send-limits.ts'
import { templateService } from './core/delivery/template-service.ts'
import { composeMessage } from './core/delivery/templates.ts'
import { notices } from './core/kernel/notices.ts'
import type { Timers } from './core/kernel/timers.ts'
import type { OtpStore } from './core/otp/store.ts'
import type { OpenOffice } from './office-data.ts'

/** What a host gives for the world outside. */
export interface DeliveryPorts {
  readonly timers: Timers
  /** Providers set by the environment, in the order in which they are tried. */
  readonly providers: readonly FixedProvider[]
  /** The drawer on screen, for offices that never had a provider; null where a provider's variable is set, be it wrongly. */
  readonly inbox: Gateway | null
  readonly secrets: SecretStore
  readonly makeGateway: (settings: ProviderSettings, secret: string | null) => Gateway
  readonly settingsProblem: (settings: ProviderSettings) => { readonly field: string } | null
  /** Whether this machine has any network. */
  readonly networkUp: () => boolean
}

/** A gateway that was replaced may still carry something: it is let go of once the longest attempt is over. */
const retireAfterMs = 60_000
/** The network is looked at this often, so that what waits leaves as soon as it is back: 1 s. */
const networkEveryMs = 1_000

export type Delivery = ReturnType<typeof buildDelivery>

export function buildDelivery(
  office: OpenOffice,
  ports: DeliveryPorts,
  parts: {
    readonly otp: OtpStore
    readonly write: (row: OutboxRow, secret: string | null) => OutgoingMessage | null
  },
) {
  const settings = () => office.settings.get()
  const messages = notices<string>()
  const alarms = alarmService(office)
  const limits = sendLimits({ ...office, settings, alarms })
  const attempts = attemptLog(office.db)
  const store = providerStore(office.db)
  const templates = templateService(office)
  const late = { nudge: (): void => {}, recheck: (): void => {}, nudgeReports: (): void => {} }
  const outbox = outboxOf({
    ...office,
    onPut(message) {
      if (message.channel === 'sms' && message.template !== 'code') limits.countSms(office.clock.now())
      late.nudge()
    },
    onDropped: (challengeId) => messages.publish(challengeId),
  })
  const directory = providerDirectory({
    ...office,
    ...ports,
    store,
    fixed: ports.providers,
    onChange(providerId, what) {
      if (what === 'opened') alarms.raise('provider_down', providerId)
      else alarms.over('provider_down', providerId)
      late.recheck()
    },
  })
  const shared = { ...office, ...ports, settings, directory, attempts, alarms, outbox, notices: messages }
  const carrying = dispatcher({
    ...shared,
    ...parts,
    estimate: limits.estimate,
    countCost: limits.countCost,
    onTaken: () => late.nudgeReports(),
    mayLeave: (row) =>
      row.channel === 'sms' && !limits.mayText(row.to_value, office.clock.now())
        ? { words: "The office's limits for text messages stopped it." }
        : null,
  })
  const reports = reportPoller({
    ...shared,
    onCost(row, cost) {
      const told = attempts.tellCost(row.id, cost)
      if (told?.channel === 'sms') limits.correctCost(cost, told.before, told.takenAtMs)
    },
  })
  late.nudge = () => carrying.nudge()
  late.recheck = () => carrying.recheck()
  late.nudgeReports = () => reports.nudge()
  const credit = balances(shared)
  const providers = providerService({
    ...shared,
    store,
    retire: (gateway) => {
      ports.timers.after(retireAfterMs, () => void gateway.close())
    },
    onChanged() {
      forgetAlarms()
      late.recheck()
    },
    mayText: (phone) => limits.mayText(phone, office.clock.now()),
    composeTest: (channel, locale) => {
      const request = { template: 'test', channel, locale, office: settings().officeName, params: {} } as const
      return composeMessage(request, templates.sourceOf)
    },
  })
  /** Alarms of providers that are gone, or whose circuit is closed now: a restart, a change, a removal. */
  const forgetAlarms = (): void => {
    for (const { kind, subject } of alarms.open()) {
      const provider = directory.byId(subject)
      const wellAgain = kind === 'provider_down' && provider?.breaker.state().circuit === 'closed'
      const ofNobody = (kind === 'provider_down' || kind === 'low_balance') && provider === undefined
      if (wellAgain || ofNobody) alarms.over(kind, subject)
    }
  }
  const watch = networkWatch(ports, () => late.recheck())

  const report = (error: unknown): void => {
    const errorName = error instanceof Error ? error.name : 'unknown'
    office.logger.error('alarms could not be put right', { errorName })
  }

  return {
    outbox,
    attempts,
    messages,
    alarms,
    limits,
    directory,
    providers,
    templates,
    health: deliveryHealth({ ...shared, balances: credit, sendLimits: limits }),
    balances: credit,
    inboxServes: () => directory.inboxServes(),
    /** Offered channels, first the one a code goes by where nobody asked for another. */
    channels: directory.channels,
    start(): void {
      carrying.start()
      reports.start()
      credit.start()
      watch.start()
      void providers.start().then(forgetAlarms).catch(report)
    },
    /** The machine was asleep, or its network changed: what waits is looked at again. */
    recheck: (): void => late.recheck(),
    async stop(): Promise<void> {
      watch.stop()
      await carrying.stop()
      await reports.stop()
      await credit.stop()
    },
    close: async (): Promise<void> => {
      await Promise.all(directory.gateways().map((gateway) => gateway.close()))
    },
    /** Sends and asks what is due now, and resolves once nothing is under way; for tests. */
    async idle(): Promise<void> {
      await carrying.idle()
      await reports.idle()
    },
  }
}

/** Calls `onUp` when the network comes back. */
function networkWatch(ports: Pick<DeliveryPorts, 'timers' | 'networkUp'>, onUp: () => void) {
  let wasUp = true
  let cancel: () => void = () => {}
  const look = (): void => {
    try {
      const up = ports.networkUp()
      if (up && !wasUp) onUp()
      wasUp = up
    } finally {
      cancel = ports.timers.after(networkEveryMs, look)
    }
  }
  return { start: look, stop: () => cancel() }
}
