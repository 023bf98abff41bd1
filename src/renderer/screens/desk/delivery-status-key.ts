/** Under this key the desk keeps whether codes go out; whoever learns something new has it asked for anew. */
export const deliveryStatusKey = ['delivery', 'status'] as const
