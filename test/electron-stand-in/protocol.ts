import type { CustomScheme } from 'electron'

/** Electron's `protocol`: remembers the handlers, for the pages to ask. */
export class ProtocolStandIn {
  readonly schemes: CustomScheme[] = []
  readonly #handlers = new Map<string, (request: Request) => Response | Promise<Response>>()

  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    this.schemes.push(...schemes)
  }

  handle(scheme: string, handler: (request: Request) => Response | Promise<Response>): void {
    this.#handlers.set(`${scheme}:`, handler)
  }

  /** @returns null where no handler serves the address's scheme */
  async answer(request: Request): Promise<Response | null> {
    return (await this.#handlers.get(new URL(request.url).protocol)?.(request)) ?? null
  }
}
